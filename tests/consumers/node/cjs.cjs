const { createChatClient } = require('chatwire');

const [server, thread] = process.argv.slice(2);
const client = createChatClient({ url: server, profile: 'autobot', thread });
client.on('answer', ({ payload }) => {
  console.log(JSON.stringify({ answer: payload.response, thread: client.stats().thread }));
  client.destroy();
});
client.sendMessage('What is 6 * 7?');
client.connect();
