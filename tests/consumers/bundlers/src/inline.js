import { createChatClient } from 'chatwire';
import { createInlineWorker } from 'chatwire/inline-worker';

const asked = new URLSearchParams(location.search);
const client = createChatClient({
  url: asked.get('server'),
  profile: 'autobot',
  thread: { type: asked.get('thread'), create: createInlineWorker },
});
client.on('answer', ({ payload }) => {
  const answer = document.querySelector('#answer');
  answer.dataset.thread = client.stats().thread;
  answer.textContent = payload.response;
});
client.sendMessage('What is 6 * 7?');
client.connect();
