import { configureCore, createChatClient } from 'chatwire';

configureCore({ wasmUrl: '/node_modules/chatwire/dist/core.wasm' });
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
