import { createChatClient, type ChatClient, type ChatClientOptions } from 'chatwire';
import { afterEach } from 'vitest';
import { WebSocket } from 'ws';
import { fakeNetwork, type FakeNetwork } from './fakeWebSocket.ts';

const clients: ChatClient[] = [];

afterEach(() => {
  for (const client of clients.splice(0)) client.destroy();
});

/** A client that ends with the test, and retries without long waits. */
export function makeClient(options: Partial<ChatClientOptions> = {}): ChatClient {
  const client = createChatClient({
    url: 'ws://server.test/ws',
    reconnect: { initialDelay: 10, maxDelay: 50, jitter: 0 },
    ...options,
  });
  clients.push(client);
  return client;
}

/** A client and the network it dials into. */
export function makeFakeClient(
  options: Partial<ChatClientOptions> = {},
  network: FakeNetwork = fakeNetwork(),
): { client: ChatClient; network: FakeNetwork } {
  return { client: makeClient({ WebSocket: network.WebSocket, ...options }), network };
}

/** The same, connected. */
export async function connectFakeClient(
  options: Partial<ChatClientOptions> = {},
): Promise<{ client: ChatClient; network: FakeNetwork }> {
  const network = fakeNetwork((socket) => void socket.open());
  const { client } = makeFakeClient(options, network);
  await client.connect();
  return { client, network };
}

/** A client over real sockets, which uses `ws` whatever else the platform has. */
export function makeLoopbackClient(url: string, options: Partial<ChatClientOptions> = {}): ChatClient {
  return makeClient({ url, WebSocket, ...options });
}
