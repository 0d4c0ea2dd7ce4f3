import { createChatClient } from 'chatwire';
import { MockServer, preload } from 'chatwire/testing';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';

const MINUTE = 60_000;

beforeAll(preload);
afterEach(() => vi.useRealTimers());

it('is offline for ten minutes of faked time, and loses nothing', async () => {
  vi.useFakeTimers();
  const server = new MockServer();
  const client = createChatClient({ url: 'ws://server.test', WebSocket: server.WebSocket });
  const connected = client.connect();
  server.at('2m').offline().at('12m').online();
  await vi.advanceTimersByTimeAsync(5 * MINUTE);
  await connected;
  client.send('note', { text: 'written in a tunnel' });
  await vi.advanceTimersByTimeAsync(8 * MINUTE);
  expect(server.received).toMatchObject([{ type: 'note', payload: { text: 'written in a tunnel' } }]);
  client.destroy();
});
