import {
  createWebSocketClient,
  type WebSocketClient,
  type WebSocketClientOptions,
} from 'chatwire/dashboard/client';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadCore } from '../../../../js-glue/core/load.ts';
import { fakeNetwork, openNetwork, type FakeNetwork } from '../../../support/fakeWebSocket.ts';
import { settle } from '../../../support/tasks.ts';
import { until } from '../../../support/until.ts';

const url = 'ws://server.test/ws';
const error = vi.spyOn(console, 'error');
const clients: WebSocketClient[] = [];

beforeAll(loadCore);
beforeEach(() => void error.mockReset().mockImplementation(() => {}));
afterEach(() => {
  for (const client of clients.splice(0)) client.disconnect();
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

/** Time stands still but for `vi.advanceTimersByTime()`; tasks run on. */
const stopTime = () => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });

async function pass(milliseconds: number): Promise<void> {
  vi.advanceTimersByTime(milliseconds);
  await settle();
}

function make(options: WebSocketClientOptions = {}, token?: string, network: FakeNetwork = openNetwork()) {
  const client = createWebSocketClient(token, { url, WebSocket: network.WebSocket, ...options });
  clients.push(client);
  return { client, network };
}

async function connected(options: WebSocketClientOptions = {}, token?: string, network?: FakeNetwork) {
  const made = make(options, token, network);
  await made.client.connect();
  return made;
}

const output = (text: string) => ({ type: 'terminal_output', data: { output: text } });

// By the names of the system's own list of tests.
describe('WebSocket client', () => {
  it('S2.71 S2.17 S2.21 handles connection/disconnection', async () => {
    const { client, network } = await connected();
    expect(network.sockets).toHaveLength(1);
    expect(client.isConnected).toBe(true);
    stopTime();
    client.disconnect();
    expect(client.state).toBe('disconnected');
    await pass(60_000);
    expect(network.last.closedWith).toEqual({ code: 1000, reason: 'Client disconnect' });
    expect(network.sockets).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('S2.72 S2.12 S2.4 S2.5 S2.6 S2.7 S2.18 S2.57 handles message subscriptions', async () => {
    const { client, network } = await connected();
    const got: unknown[] = [];
    client.subscribe('terminal_output', (message) => got.push(message.type, message.data.output));
    client.subscribe('task_status', ({ data }) => got.push(data));
    client.subscribe('notification', ({ data }) => got.push(data));
    client.subscribe('activity_log', ({ data }) => got.push(data));
    const others = [
      { type: 'task_status', data: { taskId: 't', status: 'done' } },
      { type: 'notification', data: { title: 'a', message: 'b' } },
      { type: 'activity_log', data: { level: 'info', message: 'b', metadata: { a: 1 } } },
    ];
    await network.last.message(output('ls'));
    for (const message of others) await network.last.message(message);
    expect(got).toEqual(['terminal_output', 'ls', ...others.map(({ data }) => data)]);
  });

  it('S2.73 S2.22 handles wildcard subscriptions', async () => {
    const { client, network } = await connected();
    const got: string[] = [];
    client.subscribe('terminal_output', () => got.push('typed'));
    client.subscribe('*', ({ type }) => got.push(type));
    await network.last.message(output('ls'));
    await network.last.message({ type: 'unheard_of', data: 1 });
    expect(got).toEqual(['typed', 'terminal_output', 'unheard_of']);
  });

  it('S2.74 S2.19 W49 handles unsubscription', async () => {
    const { client, network } = await connected();
    const got: number[] = [];
    const note = () => got.push(1);
    const stop = client.subscribe('terminal_output', note);
    client.subscribe('terminal_output', note);
    client.subscribe('terminal_output', () => got.push(2));
    stop();
    stop();
    await network.last.message(output('ls'));
    expect(got).toEqual([1, 2]);
  });

  it('S2.75 S2.13 S2.30 C3 handles state management', async () => {
    const network = fakeNetwork(
      (socket) => void (network.sockets.length === 2 ? socket.fail() : socket.open()),
    );
    const { client } = make({ reconnect: { initialDelay: 1, maxAttempts: 2 } }, undefined, network);
    const states: string[] = [client.state];
    const stop = client.onStateChange((state) => states.push(state));
    await client.connect();
    await network.last.fail();
    await until(() => network.sockets.length === 3 && client.isConnected, 'the link');
    await network.last.end(4400);
    expect(states).toEqual([
      ...['disconnected', 'connecting', 'connected', 'reconnecting', 'connecting', 'reconnecting'],
      ...['connecting', 'connected', 'error'],
    ]);
    stop();
    client.disconnect();
    expect(states.at(-1)).toBe('error');
  });
});

describe('createWebSocketClient', () => {
  it('S2.3 S2.59 dials NEXT_PUBLIC_WS_URL as it is, else ws://localhost:8000/ws, and any other one that is given', async () => {
    vi.stubEnv('NEXT_PUBLIC_WS_URL', undefined);
    const dialled = async (given?: string) => {
      const { network } = await connected({ url: given });
      return network.last.url;
    };
    expect(await dialled()).toBe('ws://localhost:8000/ws');
    vi.stubEnv('NEXT_PUBLIC_WS_URL', 'wss://dashboard.example.com/socket');
    expect(await dialled()).toBe('wss://dashboard.example.com/socket');
    expect(await dialled(url)).toBe(url);
  });

  it('S2.16 S2.85 W76 puts the token into the query, percent-encoded, beside what is there', async () => {
    const { network } = await connected({ url: `${url}?team=a%20b` }, 'a+b/c=&d');
    const { searchParams, search } = new URL(network.last.url);
    expect(Object.fromEntries(searchParams)).toEqual({ team: 'a b', token: 'a+b/c=&d' });
    expect(search).not.toContain('a+b/c');
  });

  it('S2.85 W76 S3 shows the token to no log, whatever goes wrong', async () => {
    const network = fakeNetwork((socket) => void socket.fail());
    const reconnect = { initialDelay: 1, maxAttempts: 1 };
    const { client } = make({ reconnect }, 'secret-token', network);
    await expect(client.connect()).rejects.toThrow();
    await until(() => client.state === 'error', 'the end');
    const bad = make({ url: 'http://server.test/' }, 'secret-token');
    await expect(bad.client.connect()).rejects.toThrow();
    const seen = [
      error.mock.calls.flat().map(String),
      client.client.trace(),
      bad.client.client.trace(),
      client,
    ];
    expect(error.mock.calls.length).toBeGreaterThan(2);
    expect(JSON.stringify(seen)).not.toContain('secret-token');
  });

  it('S2.20 S2.8 S2.58 sends a type, with {} or with data', async () => {
    const { client, network } = await connected();
    client.send('ping');
    client.send({ type: 'note', data: { a: 1 } });
    expect(network.last.sent).toEqual(['{"type":"ping","data":{}}', '{"type":"note","data":{"a":1}}']);
  });

  it('S2.8 S2.9 S2.52 C8 pings each 30 s, and takes pong for the answer, with data or without', async () => {
    const { client, network } = make();
    stopTime();
    await client.connect();
    const pings = () => network.last.sent.length;
    for (const answer of [{ type: 'pong', data: {} }, { type: 'pong' }]) {
      const before = pings();
      await pass(30_000);
      expect(pings()).toBe(before + 1);
      await network.last.message(answer);
      await pass(5000);
      expect(client.isConnected).toBe(true);
      await pass(0);
    }
    await pass(35_000);
    expect(client.state).toBe('reconnecting');
  });

  it('S2.11 S2.60 S2.61 S2.62 S2.63 S2.64 backs off from 1 s to 30 s, five times', async () => {
    const network = fakeNetwork((socket) => void socket.fail());
    const { client } = make({}, undefined, network);
    stopTime();
    const delays: number[] = [];
    client.client.on('retry', ({ delay }) => delays.push(delay));
    void client.connect();
    for (let time = 0; time < 40; time++) await pass(1000);
    expect(delays).toEqual([1000, 2000, 4000, 8000, 16_000]);
    expect(network.sockets).toHaveLength(6);
    expect(client.state).toBe('error');
  });

  it('S2.62 waits no longer than 30 s, with more attempts', async () => {
    const network = fakeNetwork((socket) => void socket.fail());
    const { client } = make({ reconnect: { maxAttempts: 7 } }, undefined, network);
    stopTime();
    const delays: number[] = [];
    client.client.on('retry', ({ delay }) => delays.push(delay));
    void client.connect();
    for (let time = 0; time < 95; time++) await pass(1000);
    expect(delays).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  });

  it('S2.65 S2.67 S2.96 comes back after a cut and after a close, and sends what was queued, in order', async () => {
    const { client, network } = await connected({ reconnect: { initialDelay: 1 } });
    await network.last.fail();
    client.send('ping');
    client.send({ type: 'note', data: 2 });
    await until(() => client.isConnected, 'the link');
    expect(network.last.sent).toEqual(['{"type":"ping","data":{}}', '{"type":"note","data":2}']);
    await network.last.end(1012);
    expect(client.state).toBe('reconnecting');
  });

  it('S2.91 sends and receives bytes', async () => {
    const { client, network } = await connected();
    const got: ArrayBuffer[] = [];
    client.client.on('binary', (bytes) => got.push(bytes));
    const bytes = Uint8Array.from({ length: 300 }, (_, n) => n % 256);
    client.send(bytes);
    await network.last.message(bytes.buffer);
    expect(network.last.sent).toEqual([bytes]);
    expect(new Uint8Array(got[0]!)).toEqual(bytes);
  });

  it('S2.13 keeps subscriptions over disconnect() and connect(), and gives back what it held', async () => {
    const { client, network } = await connected();
    const got: unknown[] = [];
    client.subscribe('terminal_output', ({ data }) => got.push(data.output));
    const first = client.client;
    client.disconnect();
    await until(() => first.isDestroyed, 'the end of the client');
    await client.connect();
    await network.last.message(output('again'));
    expect(got).toEqual(['again']);
  });

  it('setSessionToken() counts from the next dial', async () => {
    const { client, network } = await connected({ reconnect: { initialDelay: 1 } }, 'old');
    client.setSessionToken('new');
    await settle();
    expect(network.sockets).toHaveLength(1);
    await network.last.fail();
    await until(() => client.isConnected, 'the link');
    expect(network.sockets.map((socket) => new URL(socket.url).searchParams.get('token'))).toEqual([
      'old',
      'new',
    ]);
  });

  it('S2.86 F32 a token that is refused is tried once more, and another one later', async () => {
    const network = openNetwork();
    const { client } = make({ reconnect: { initialDelay: 1 } }, 'old', network);
    await client.connect();
    for (const sockets of [1, 2]) {
      await until(() => network.sockets.length === sockets && client.isConnected, 'the link');
      await network.last.end(4401, 'token invalid');
    }
    await until(() => client.state === 'error', 'the end');
    expect(client.client.getSnapshot().error).toMatchObject({ code: 'AUTH_REJECTED' });
    client.setSessionToken('new');
    await until(() => client.isConnected, 'the link');
    expect(network.last.url).toContain('token=new');
  });

  it('C36 W75 shares a connection with those who name the same user', async () => {
    const network = openNetwork();
    const { client: first } = make({ identity: 'ada' }, 'a', network);
    const { client: second } = make({ identity: 'ada' }, 'a', network);
    await Promise.all([first.connect(), second.connect()]);
    expect(network.sockets).toHaveLength(1);
    first.disconnect();
    await settle();
    expect([first.state, second.state]).toEqual(['disconnected', 'connected']);
    second.disconnect();
    await until(() => network.live === 0, 'the close');
  });
});

describe('errors', () => {
  it('S2.64 S2.66 S2.68 W80 are told to the console once each, by code, without contents', async () => {
    const { client, network } = await connected({ reconnect: { initialDelay: 1 } });
    client.subscribe('terminal_output', ({ data }) => data);
    await network.last.message('secret, no JSON');
    await network.last.message(output('fine'));
    await network.last.fail();
    await until(() => client.isConnected, 'the link');
    expect(error.mock.calls).toEqual([
      ['WebSocket error:', expect.objectContaining({ code: 'INVALID_MESSAGE' })],
      ['WebSocket error:', expect.objectContaining({ code: 'CONNECTION_LOST' })],
    ]);
    expect(String(error.mock.calls)).not.toContain('secret');
  });

  it('S2.68 C43 go to another logger if there is one, once for those who share a connection', async () => {
    const logger = { error: vi.fn() };
    const network = openNetwork();
    const options = { logger, identity: 'ada', reconnect: { initialDelay: 1 } };
    const { client } = make(options, 'a', network);
    make(options, 'a', network);
    await client.connect();
    await network.last.fail();
    expect(logger.error.mock.calls).toEqual([
      ['WebSocket error:', expect.objectContaining({ code: 'CONNECTION_LOST' })],
    ]);
    expect(error).not.toHaveBeenCalled();
  });

  it('S2.66 S2.69 C7 W23 of parsing leave the link alone', async () => {
    const { client, network } = await connected();
    const got: unknown[] = [];
    client.subscribe('terminal_output', ({ data }) => got.push(data.output));
    for (let n = 0; n < 5; n++) await network.last.message('no JSON');
    await network.last.message(output('fine'));
    expect(got).toEqual(['fine']);
    expect(network.sockets).toHaveLength(1);
  });

  it('S2.69 C7 of parsing, so many in a row, dial again where that is asked for, ever more slowly', async () => {
    const { client, network } = make({ reconnectOnParseError: 2 });
    stopTime();
    await client.connect();
    await network.last.message('no JSON');
    await network.last.message(output('fine'));
    await network.last.message('no JSON');
    expect(network.last.isLive).toBe(true);
    for (const gap of [1000, 2000]) {
      const before = network.sockets.length;
      if (gap === 2000) await network.last.message('no JSON');
      await network.last.message('no JSON');
      expect(network.last.closedWith).toEqual({ code: 4000, reason: 'Unreadable messages' });
      await pass(gap - 1);
      expect(network.sockets).toHaveLength(before);
      await pass(1);
      expect(client.isConnected).toBe(true);
    }
    for (const _ of [1, 2]) await network.last.message('no JSON');
    client.disconnect();
    await pass(60_000);
    expect(network.live).toBe(0);
  });

  it.each([0, -1, 'yes', NaN])('B32 refuses reconnectOnParseError: %j', (reconnectOnParseError) => {
    expect(() => make({ reconnectOnParseError: reconnectOnParseError as number })).toThrow(
      /^chatwire: reconnectOnParseError must be a number from 1, not /,
    );
  });
});
