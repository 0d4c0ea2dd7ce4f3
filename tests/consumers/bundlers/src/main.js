import { createChatClient } from 'chatwire';

const asked = new URLSearchParams(location.search);
const client = createChatClient({
  url: asked.get('server'),
  profile: 'autobot',
  thread: asked.get('thread'),
});
client.on('answer', ({ payload }) => {
  const answer = document.querySelector('#answer');
  answer.dataset.thread = client.stats().thread;
  answer.textContent = payload.response;
});
client.sendMessage('What is 6 * 7?');
client.connect();
