import { createChatClient, type ChatClientOptions } from 'chatwire';
import { describe, expect, it, vi } from 'vitest';
import { connectFakeClient, makeFakeClient } from '../../support/clients.ts';
import { logEvents } from '../../support/eventLog.ts';
import { fakeNetwork, openNetwork } from '../../support/fakeWebSocket.ts';
import { settle } from '../../support/tasks.ts';
import { until } from '../../support/until.ts';

describe('ChatClient', () => {
  it('tells state, open, receipts and drain in this order', async () => {
    const { client, network } = makeFakeClient({}, openNetwork());
    const lines = logEvents(client);
    const receipt = client.send('a');
    void receipt.delivered.then(() => lines.push('delivered'));
    await client.connect();
    await network.last.message({ type: 'hi' });
    expect(lines).toEqual([
      'state connecting',
      'state connected',
      'open',
      'drain',
      'delivered',
      'message hi',
    ]);
  });

  it('connect() resolves when connected, and again at once', async () => {
    const { client, network } = makeFakeClient();
    const outcome = client.connect();
    await until(() => network.sockets.length === 1, 'the dial');
    void network.last.open();
    await outcome;
    expect(client.state).toBe('connected');
    await client.connect();
    expect(network.sockets).toHaveLength(1);
  });

  it('W5 F09 connect() twice makes one socket, and both promises settle', async () => {
    const { client, network } = makeFakeClient({}, openNetwork());
    await Promise.all([client.connect(), client.connect()]);
    expect(network.sockets).toHaveLength(1);
  });

  it('connect() rejects with the first outcome, and retries change nothing', async () => {
    const { client, network } = makeFakeClient();
    const outcome = client.connect();
    await until(() => network.sockets.length === 1, 'the dial');
    void network.last.fail();
    await expect(outcome).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
    await until(() => network.sockets.length === 2, 'the retry');
    await network.last.open();
    expect(client.state).toBe('connected');
  });

  it('connect() right after disconnect() settles with the new socket, not with the old one', async () => {
    const { client, network } = await connectFakeClient();
    network.last.answersClose = false;
    client.disconnect();
    await expect(client.connect()).resolves.toBeUndefined();
    expect(client.state).toBe('connected');
    expect(network.sockets).toHaveLength(2);
    expect(network.live).toBe(1);
  });

  it('disconnect() and connect() within a handler dial again', async () => {
    const { client, network } = makeFakeClient({}, openNetwork());
    let opened = 0;
    client.on('open', () => {
      if (++opened > 1) return;
      client.disconnect();
      void client.connect();
    });
    void client.connect();
    await until(() => opened === 2, 'the second link');
    expect(client.state).toBe('connected');
    expect(network.live).toBe(1);
  });

  it('dials again after each loss, not only after the first one of the process', async () => {
    const { network } = await connectFakeClient();
    for (let losses = 1; losses <= 5; losses++) {
      await network.last.fail();
      await until(() => network.sockets.length === losses + 1, `dial ${losses + 1}`, 1000);
      await until(() => network.last.readyState === 1, 'the link');
    }
    expect(network.live).toBe(1);
  });

  it('S2.93 says how many retries in a row it makes: the option, else the profile’s own', () => {
    const says = (options: ChatClientOptions) =>
      createChatClient({ url: 'ws://server.test', ...options }).maxAttempts;
    expect(says({})).toBe(Infinity);
    expect(says({ profile: 'dashboard' })).toBe(5);
    expect(says({ profile: 'dashboard', reconnect: { maxAttempts: 7 } })).toBe(7);
    expect(says({ profile: 'dashboard', reconnect: false })).toBe(0);
  });

  it.each([2 ** 31, 1e10, Number.MAX_VALUE])(
    'B32 takes %d attempts for what it is: a lot',
    async (maxAttempts) => {
      const { client, network } = makeFakeClient({ reconnect: { maxAttempts, initialDelay: 1, jitter: 0 } });
      const states: string[] = [];
      client.on('state', ({ state }) => states.push(state));
      client.connect().catch(() => {});
      await until(() => network.sockets.length === 1, 'the dial');
      await network.last.fail();
      expect(states.slice(0, 2)).toEqual(['connecting', 'reconnecting']);
    },
  );

  it('W1 W2 disconnect() is final: nothing is dialled afterwards', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
    const { client, network } = await connectFakeClient();
    const lines = logEvents(client);
    client.disconnect(4000, 'bye');
    expect(client.state).toBe('closing');
    await settle();
    expect(network.last.closedWith).toEqual({ code: 4000, reason: 'bye' });
    expect(lines).toEqual(['state closing', 'close 4000 bye', 'state closed']);
    vi.advanceTimersByTime(3_600_000);
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
    expect(network.sockets).toHaveLength(1);
  });

  it('F05 W16 a URL that cannot be dialled is told, not thrown, and not tried again', async () => {
    const { client, network } = makeFakeClient({ url: 'http://server.test' });
    const lines = logEvents(client);
    await expect(client.connect()).rejects.toMatchObject({ code: 'BAD_URL' });
    expect(lines).toEqual(['state connecting', 'state failed', 'error BAD_URL']);
    expect(network.sockets).toEqual([]);
  });

  it('F05 a constructor that throws is the same', async () => {
    const network = fakeNetwork(() => {
      throw new DOMException('mixed content', 'SecurityError');
    });
    const { client } = makeFakeClient({}, network);
    await expect(client.connect()).rejects.toMatchObject({ code: 'BAD_URL' });
    expect(client.state).toBe('failed');
  });

  it('offers sub-protocols', async () => {
    const { client, network } = makeFakeClient({ protocols: ['chat.v2', 'chat.v1'] }, openNetwork());
    await client.connect();
    expect(network.last.protocols).toEqual(['chat.v2', 'chat.v1']);
  });

  it('B14 B15 half a surrogate pair in a type takes no other type for its own', async () => {
    const { client, network } = await connectFakeClient();
    // What Emscripten's own conversion makes of the half and the letter behind it.
    const [half, whole] = ['\ud800x', '\u{10078}'];
    const seen: unknown[] = [];
    client.subscribe(whole, ({ payload }) => seen.push(payload));
    client.subscribe(half, () => seen.push('half'))();
    await network.last.message({ type: whole, payload: 1 });
    expect(seen).toEqual([1]);
    expect(client.history({ type: half })).toEqual([]);
    expect(client.history({ type: whole })).toHaveLength(1);
  });

  it.each([
    ['x\ud800y', 'x\ufffdy'],
    ['\udc00', '\ufffd'],
    ['é😀\ud83d', 'é😀\ufffd'],
  ])('B15 B28 disconnect() with the reason %j sends %j', async (reason, sent) => {
    const { client, network } = await connectFakeClient();
    client.disconnect(4000, reason);
    expect(network.last.closedWith).toEqual({ code: 4000, reason: sent });
  });

  it('the snapshot is the same object until something in it changes', async () => {
    const { client, network } = await connectFakeClient();
    const listener = vi.fn();
    client.onChange(listener);
    const before = client.getSnapshot();
    await network.last.message({ type: 'a' });
    expect(client.getSnapshot()).toBe(before);
    expect(listener).not.toHaveBeenCalled();
    await network.last.end(1006, '', false);
    expect(client.getSnapshot()).not.toBe(before);
    expect(client.getSnapshot()).toMatchObject({ state: 'reconnecting', attempt: 1 });
    expect(client.getSnapshot().retryAt).toBeGreaterThan(Date.now() - 1000);
    expect(Object.isFrozen(before)).toBe(true);
  });

  it('W49 onChange counts the same function given twice as two', async () => {
    const { client } = makeFakeClient({}, openNetwork());
    const listener = vi.fn();
    const off = client.onChange(listener);
    client.onChange(listener);
    off();
    off();
    client.send('a');
    expect(listener).toHaveBeenCalledOnce();
  });

  it.each([[''], ['x'.repeat(256)], [5], [null]])('refuses %j as a type to subscribe to', (type) => {
    const { client } = makeFakeClient();
    expect(() => client.subscribe(type as string, () => {})).toThrow(/chatwire: type must be/);
  });

  it('refuses a handler that is none', () => {
    const { client } = makeFakeClient();
    expect(() => client.subscribe('a', undefined as never)).toThrow(/chatwire: handler must be a function/);
    expect(() => client.on('open', {} as never)).toThrow(/chatwire: handler must be a function/);
  });

  it('F20 destroy() hands back what waits, oldest first', () => {
    const { client } = makeFakeClient();
    const unsent: unknown[] = [];
    client.on('unsent', ({ receipt, error }) => unsent.push([receipt.message, receipt.status, error.code]));
    client.send('a');
    client.send('b', 1);
    client.destroy();
    expect(unsent).toEqual([
      [{ type: 'a', payload: undefined }, 'dropped', 'DESTROYED'],
      [{ type: 'b', payload: 1 }, 'dropped', 'DESTROYED'],
    ]);
  });

  it('counts no coming dial where there is none', async () => {
    const { client } = makeFakeClient(
      {},
      fakeNetwork((socket) => void socket.fail()),
    );
    void client.connect();
    await until(() => client.getSnapshot().attempt > 0, 'a retry');
    client.disconnect();
    expect(client.getSnapshot()).toMatchObject({ state: 'closed', attempt: 0, retryAt: null });
  });

  it('F41 after destroy() every call does nothing, or says so', async () => {
    const { client, network } = await connectFakeClient();
    await network.last.message({ type: 'a' });
    client.destroy();
    client.destroy();
    expect(client.state).toBe('closed');
    client.disconnect();
    client.clearHistory();
    client.subscribe('a', () => {})();
    client.on('open', () => {})();
    expect(client.history()).toEqual([]);
    expect(client.stats()).toMatchObject({ queuedCount: 0 });
    await expect(client.connect()).rejects.toMatchObject({ code: 'DESTROYED' });
    const receipt = client.send('a');
    expect(receipt.status).toBe('dropped');
    await expect(receipt.delivered).rejects.toMatchObject({ code: 'DESTROYED' });
    expect(client.state).toBe('closed');
    expect(network.sockets).toHaveLength(1);
  });
});
