import { createChatClient } from 'chatwire';
import { change } from 'react-native';
import { hints } from './hints.js';

const client = createChatClient({
  url: 'ws://server.test/ws',
  profile: 'autobot',
  thread: globalThis.thread,
  auth: { header: { Authorization: () => 'Bearer of-the-app' } },
  hints,
});
client.on('answer', ({ payload }) => {
  print(JSON.stringify({ answer: payload.response, thread: client.stats().thread }));
  client.destroy();
});
client.on('error', (error) => print(error.message));

/** The app goes to the background, which closes the link, and comes back, which opens the next one: that one is asked. */
async function leaveAndAsk() {
  await client.connect();
  change('background');
  if (client.state !== 'reconnecting') throw new Error(`in the background it is ${client.state}`);
  change('active');
  client.sendMessage('What is 6 * 7?');
}

leaveAndAsk().catch((error) => print(error.message));
