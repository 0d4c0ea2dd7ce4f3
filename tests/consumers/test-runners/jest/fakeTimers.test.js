const { createChatClient } = require('chatwire');
const { MockServer, preload } = require('chatwire/testing');

const MINUTE = 60_000;

beforeAll(preload);
afterEach(() => jest.useRealTimers());

test('is offline for ten minutes of faked time, and loses nothing', async () => {
  jest.useFakeTimers();
  const server = new MockServer();
  const client = createChatClient({ url: 'ws://server.test', WebSocket: server.WebSocket });
  const connected = client.connect();
  server.at('2m').offline().at('12m').online();
  await jest.advanceTimersByTimeAsync(5 * MINUTE);
  await connected;
  client.send('note', { text: 'written in a tunnel' });
  await jest.advanceTimersByTimeAsync(8 * MINUTE);
  expect(server.received).toMatchObject([{ type: 'note', payload: { text: 'written in a tunnel' } }]);
  client.destroy();
});
