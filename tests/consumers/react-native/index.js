import { createChatClient } from 'chatwire';

const client = createChatClient({
  url: 'ws://server.test/ws',
  profile: 'autobot',
  thread: globalThis.thread,
});
client.on('answer', ({ payload }) => {
  print(JSON.stringify({ answer: payload.response, thread: client.stats().thread }));
  client.destroy();
});
client.on('error', (error) => print(error.message));
client.connect().catch((error) => print(error.message));
client.sendMessage('What is 6 * 7?');
