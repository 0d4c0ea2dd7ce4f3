import { createChatClient } from 'chatwire';

// The application's own Worker: the client lives in it as it would in a page.
onmessage = ({ data: { server, thread } }) => {
  const client = createChatClient({ url: server, profile: 'autobot', thread });
  client.on('answer', ({ payload }) => {
    postMessage({ text: payload.response, thread: client.stats().thread });
  });
  client.sendMessage('What is 6 * 7?');
  client.connect();
};
