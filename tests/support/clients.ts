import { createChatClient, type ChatClient, type ChatClientOptions } from 'chatwire';
import { afterEach } from 'vitest';
import { WebSocket } from 'ws';
import { fakeNetwork, type FakeNetwork } from './fakeWebSocket.ts';
import { HostedWorker } from './hostedWorker.ts';

const clients: ChatClient[] = [];

/** Set in the project `behind-port`: the same tests once more, with the core behind a port, as a Worker has it. */
const isBehindPort = process.env['CHATWIRE_BEHIND_PORT'] === '1';

/** A constructor stays in its thread: there the host is given it. */
function placed({ WebSocket: Socket, ...options }: Partial<ChatClientOptions>): Partial<ChatClientOptions> {
  if (!isBehindPort || !Socket) return Socket ? { WebSocket: Socket, ...options } : options;
  const delivery = Socket === WebSocket ? 'channel' : 'prompt';
  const create = () => new HostedWorker(Socket, { delivery });
  return { thread: { type: 'worker', create }, ...options };
}

afterEach(() => {
  for (const client of clients.splice(0)) client.destroy();
});

/** A client that ends with the test, and retries without long waits. */
export function makeClient(options: Partial<ChatClientOptions> = {}): ChatClient {
  const client = createChatClient({
    url: 'ws://server.test/ws',
    reconnect: { initialDelay: 10, maxDelay: 50, jitter: 0 },
    ...placed(options),
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
