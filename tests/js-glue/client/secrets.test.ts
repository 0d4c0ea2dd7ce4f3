import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi, type MockInstance } from 'vitest';
import { createChatClient, type AuthOptions, type ChatClient, type ChatClientOptions } from 'chatwire';
import { openByUrl } from '../../../js-glue/adapters/heldClient.ts';
import { WebSocketStore } from '../../../js-glue/adapters/webSocketStore.ts';
import { makeFakeClient } from '../../support/clients.ts';
import { fakeNetwork, openNetwork, type FakeNetwork } from '../../support/fakeWebSocket.ts';
import { settle } from '../../support/tasks.ts';
import { until } from '../../support/until.ts';

const canary = 'canary-7d1f';
const url = 'ws://server.test/ws';
const eventNames = ['open', 'close', 'error', 'state', 'retry', 'drain', 'unsent', 'invalid'] as const;

let logs: MockInstance[];

beforeEach(() => {
  logs = (['log', 'info', 'warn', 'error', 'debug', 'trace'] as const).map((name) =>
    vi.spyOn(console, name).mockImplementation(() => {}),
  );
});

afterEach(() => {
  vi.restoreAllMocks();
});

/** All that is in a value, of errors also the stack and the cause. */
const textOf = (value: unknown) => inspect(value, { depth: Infinity, showHidden: true });
const logged = () => textOf(logs.map(({ mock }) => mock.calls));

/** All that a client shows of itself. */
const shown = (client: ChatClient) =>
  [
    JSON.stringify(client),
    textOf(client),
    ...[client.stats(), client.trace(), client.getSnapshot(), client.history()].map(textOf),
  ].join('\n');

/** Dials, is refused, dials again, and ends: what the server saw, and all that anybody else could have seen. */
async function life(options: Partial<ChatClientOptions>, network: FakeNetwork = openNetwork()) {
  const told: unknown[] = [];
  const { client } = makeFakeClient(options, network);
  for (const name of eventNames) client.on(name, (event) => told.push(name, event));
  client.send('queued', 'anything');
  const first = client.connect().catch((error: unknown) => told.push(error));
  await until(() => network.sockets.length > 0 || client.state === 'failed', 'the dial');
  await settle();
  const sockets = [...network.sockets];
  await sockets[0]?.message({ type: 'challenge' });
  await settle();
  const seen = [shown(client)];
  await sockets[0]?.message({ type: 'auth_error' });
  await sockets[0]?.end(4401, 'no');
  await settle();
  seen.push(shown(client));
  client.destroy();
  await first;
  return {
    server: textOf(sockets.map((socket) => [socket.url, socket.protocols, socket.options, socket.sent])),
    others: [...seen, shown(client), textOf(told), logged()].join('\n'),
  };
}

const token = () => canary;
const message = { type: 'auth', payload: { token: canary } };

const ways: [string, Partial<ChatClientOptions>][] = [
  ['the URL', { url: `${url}?token=${canary}` }],
  ['a URL that is asked for', { url: () => `${url}?token=${canary}` }],
  ['the sub-protocols', { protocols: ['chat', canary] }],
  ...Object.entries<AuthOptions>({
    query: { query: { token } },
    header: { header: { authorization: token } },
    subprotocol: { subprotocol: token },
    firstFrame: { firstFrame: () => message },
    challenge: { challenge: { sign: () => message } },
  }).map(([name, auth]): [string, Partial<ChatClientOptions>] => [`auth.${name}`, { auth }]),
];

describe('W80 S3 a token stays between the application and the server', () => {
  it.each(ways)('in %s', async (_name, options) => {
    const { server, others } = await life(options);
    expect(server).toContain(canary);
    expect(others).not.toContain(canary);
  });

  it.each(ways)('in %s, where the constructor of sockets throws with it', async (_name, options) => {
    const network = fakeNetwork((socket) => {
      throw new SyntaxError(`cannot dial ${textOf(socket)} with ${canary}`);
    });
    const { others } = await life(options, network);
    expect(others).not.toContain(canary);
  });

  it.each([
    ['no WebSocket URL', `http://${canary}@server.test`],
    ['no URL', `ws//${canary}`],
    ['one with a fragment', `${url}#${canary}`],
    ['one with a name and a password', `ws://user:${canary}@server.test/ ws`],
  ])('in a URL that is refused: %s', async (_name, bad) => {
    const { others } = await life({ url: bad });
    expect(others).not.toContain(canary);
    const store = new WebSocketStore(
      openByUrl(bad),
      {},
      {
        ...{ failed: 'a', refused: 'b', exhausted: 'c', unparsable: 'd', dropped: 'e' },
      },
    );
    store.retain();
    await settle();
    store.release();
    expect(logged()).not.toContain(canary);
  });

  it.each<[string, unknown]>([
    ['auth', { auth: canary }],
    ['a way of auth', { auth: { query: canary, firstFrame: canary } }],
    ['an unknown way of auth', { auth: { token: canary } }],
    ['the type of the message', { auth: { firstFrame: { type: canary.repeat(30) } } }],
    ['the sub-protocols', { protocols: `bearer, ${canary}` }],
    ['an option that there is not', { token: canary }],
    ['an option that is no text', { url: { token: canary } }],
  ])('in the wrong place: %s', (_name, options) => {
    let thrown: unknown;
    try {
      createChatClient({ url, ...(options as object) });
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(TypeError);
    expect(textOf(thrown)).not.toContain(canary);
  });

  it('W32 and so does what the user writes', async () => {
    const network = fakeNetwork((socket) => void socket.fail());
    const { client } = makeFakeClient({ reconnect: false }, network);
    const receipt = client.send('chat', { message: canary });
    await expect(client.connect()).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
    client.destroy();
    expect(receipt.message).toEqual({ type: 'chat', payload: { message: canary } });
    const error: unknown = await receipt.delivered.catch((cause: unknown) => cause);
    expect([textOf(error), shown(client), logged()].join('\n')).not.toContain(canary);
  });

  it('and what the server writes, also what cannot be read', async () => {
    const network = openNetwork();
    const { client } = makeFakeClient({ history: false }, network);
    await client.connect();
    client.on('error', () => {});
    for (const frame of [{ type: 'a', payload: canary }, canary, `{"type":"a","payload":"${canary}`]) {
      await network.last.message(frame);
    }
    expect([shown(client), logged()].join('\n')).not.toContain(canary);
  });
});
