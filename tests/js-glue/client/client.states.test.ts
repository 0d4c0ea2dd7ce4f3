import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ConnectionSnapshot, ConnectionState } from 'chatwire';
import { connectFakeClient, makeFakeClient } from '../../support/clients.ts';
import { logEvents } from '../../support/eventLog.ts';
import { fakeNetwork, openNetwork } from '../../support/fakeWebSocket.ts';
import { settle } from '../../support/tasks.ts';
import { until } from '../../support/until.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('the state', () => {
  it('W18 is closing from disconnect() until the server has answered', async () => {
    const { client, network } = await connectFakeClient();
    network.last.answersClose = false;
    const states: ConnectionState[] = [];
    client.on('state', ({ state }) => states.push(state));
    client.disconnect();
    expect(client.state).toBe('closing');
    await settle();
    expect(states).toEqual(['closing']);
    await network.last.end(1000);
    expect(states).toEqual(['closing', 'closed']);
    expect(client.state).toBe('closed');
  });

  it('W19 tells of each change, with where it comes from, to handlers and to snapshots alike', async () => {
    const { client, network } = makeFakeClient({}, openNetwork());
    const told: string[] = [];
    const shown: string[] = [client.state];
    client.on('state', ({ state, previous }) => told.push(`${previous} > ${state}`));
    client.onChange(() => {
      if (shown.at(-1) !== client.getSnapshot().state) shown.push(client.getSnapshot().state);
    });
    await client.connect();
    await network.last.fail();
    await until(() => client.state === 'connected', 'the second link');
    client.disconnect();
    await until(() => client.state === 'closed', 'the end');
    expect(shown).toEqual([
      ...['idle', 'connecting', 'connected', 'reconnecting', 'connecting', 'connected', 'closing', 'closed'],
    ]);
    expect(told).toEqual(shown.slice(1).map((state, n) => `${shown[n]} > ${state}`));
  });

  it('W21 is one, and all that a snapshot says agrees with it', async () => {
    const network = fakeNetwork();
    const { client } = makeFakeClient({ reconnect: { initialDelay: 5, maxAttempts: 3, jitter: 0 } }, network);
    const snapshots: ConnectionSnapshot[] = [];
    const agrees: boolean[] = [];
    client.onChange(() => {
      snapshots.push(client.getSnapshot());
      agrees.push(client.getSnapshot().state === client.state);
    });
    void client.connect();
    await until(() => network.sockets.length === 1, 'a dial');
    await network.last.open();
    for (let dial = 2; dial <= 5; dial++) {
      await network.last.fail();
      if (dial < 5) await until(() => network.sockets.length === dial, `dial ${dial}`);
    }
    await until(() => client.state === 'failed', 'the end');
    expect(agrees).not.toContain(false);
    expect(new Set(snapshots.map(({ state }) => state))).toEqual(
      new Set(['connecting', 'connected', 'reconnecting', 'failed']),
    );
    for (const { state, attempt, retryAt } of snapshots) {
      if (retryAt !== null) expect(state).toBe('reconnecting');
      if (attempt > 0) expect(['reconnecting', 'connecting']).toContain(state);
    }
    expect(snapshots.some(({ retryAt, attempt }) => retryAt !== null && attempt === 3)).toBe(true);
  });

  it('W20 tells of a dial that never opened as such: a close, and no open before it', async () => {
    const { client } = makeFakeClient(
      { reconnect: false },
      fakeNetwork((socket) => void socket.fail()),
    );
    const lines = logEvents(client);
    const closes: unknown[] = [];
    client.on('close', ({ code, wasOpen }) => closes.push([code, wasOpen]));
    await expect(client.connect()).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
    expect(closes).toEqual([[1006, false]]);
    expect(lines).not.toContain('open');
  });

  it('S14 writes no line of its own into a log, whatever a server closes with', async () => {
    const reason = 'x\r\n[ERROR] forged \u001b[2J\u202Etxt';
    const network = fakeNetwork((socket) => void socket.end(4000, reason));
    const { client } = makeFakeClient({}, network);
    const error: unknown = await client.connect().catch((cause: unknown) => cause);
    expect(String(error)).toBe(
      'ChatwireError: CONNECTION_LOST: closed with 4000 x\\r\\n[ERROR] forged \\u001b[2J\\u{202e}txt',
    );
  });

  it('W22 waits exponentially longer for each dial, up to the cap', async () => {
    const { client, network } = makeFakeClient(
      { reconnect: { initialDelay: 4, multiplier: 3, maxDelay: 50, jitter: 0 } },
      fakeNetwork((socket) => void socket.fail()),
    );
    const delays: number[] = [];
    client.on('retry', ({ delay }) => delays.push(delay));
    void client.connect();
    await until(() => delays.length === 5, 'five retries');
    client.disconnect();
    expect(delays).toEqual([4, 12, 36, 50, 50]);
    expect(network.sockets).toHaveLength(5);
  });

  it('W23 is not changed by what is wrong with a frame or a handler', async () => {
    const { client, network } = await connectFakeClient();
    const lines = logEvents(client);
    client.subscribe('a', () => {
      throw new Error('of the application');
    });
    for (const frame of ['garbage', '{"type":', new ArrayBuffer(1), { type: 'a' }, { no: 'type' }]) {
      await network.last.message(frame);
    }
    expect(lines.filter((line) => /state|close|retry/.test(line))).toEqual([]);
    expect(network.sockets).toHaveLength(1);
    expect(client.state).toBe('connected');
  });

  it.each([1008, 4401, 4403, 1002, 4400])(
    'W23 a close with %i, by policy, makes no loop of dials',
    async (code) => {
      const network = fakeNetwork((socket) => void socket.open().then(() => socket.end(code)));
      const { client } = makeFakeClient({}, network);
      void client.connect();
      await until(() => client.state === 'failed', 'the end');
      await new Promise((resolve) => setTimeout(resolve, 60));
      expect(network.sockets).toHaveLength(1);
    },
  );

  it('W86 needs no classes of events: a platform without CloseEvent has all of them', async () => {
    for (const name of ['CloseEvent', 'MessageEvent', 'ErrorEvent']) vi.stubGlobal(name, undefined);
    const { client, network } = await connectFakeClient();
    const lines = logEvents(client);
    const closes: unknown[] = [];
    client.on('close', (close) => closes.push(close));
    await network.last.message({ type: 'a' });
    await network.last.end(4000, 'why');
    expect(lines.slice(0, 2)).toEqual(['message a', 'close 4000 why']);
    expect(closes).toEqual([{ code: 4000, reason: 'why', wasClean: true, wasOpen: true }]);
  });

  it('W87 is had without touching the global WebSocket', async () => {
    const dial = vi.fn();
    vi.stubGlobal('WebSocket', dial);
    const { client, network } = await connectFakeClient();
    client.destroy();
    expect((globalThis as { WebSocket?: unknown }).WebSocket).toBe(dial);
    expect(dial).not.toHaveBeenCalled();
    expect(network.sockets).toHaveLength(1);
  });
});
