import { createChatClient, type ChatClient, type ChatClientOptions, type ProfileName } from 'chatwire';
import { createMockClock, MockServer, type MockServerOptions } from 'chatwire/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';

const clients: ChatClient[] = [];

afterEach(() => {
  for (const client of clients.splice(0)) client.destroy();
});

function pair(options: Partial<ChatClientOptions> = {}, about: MockServerOptions = {}) {
  const server = new MockServer(about);
  const client = createChatClient({ url: 'ws://server.test/ws', WebSocket: server.WebSocket, ...options });
  clients.push(client);
  return { server, client };
}

async function connected(options: Partial<ChatClientOptions> = {}, about: MockServerOptions = {}) {
  const { server, client } = pair(options, about);
  await client.connect();
  return { server, client };
}

describe('a mock server', () => {
  it('lets a client connect, and tells of its connection', async () => {
    const { server, client } = await connected({
      protocols: ['v2', 'v1'],
      auth: { header: { 'x-api-key': 'k' } },
    });
    expect(client.state).toBe('connected');
    expect(server.connections).toHaveLength(1);
    const [connection] = server.open;
    expect(connection).toMatchObject({
      url: 'ws://server.test/ws',
      protocols: ['v2', 'v1'],
      headers: { 'x-api-key': 'k' },
    });
    client.disconnect(3001, 'bye');
    await server.clock.settle();
    expect(connection).toMatchObject({ isOpen: false, ending: { code: 3001, reason: 'bye', by: 'client' } });
    expect(client.state).toBe('closed');
  });

  it('W89 answers by type, with the id of the question', async () => {
    const { server, client } = await connected();
    server.reply<{ item: string }>('price', 'price', ({ payload }) => ({ item: payload.item, price: 3 }));
    await expect(client.request('price', { item: 'tea' })).resolves.toMatchObject({
      payload: { item: 'tea', price: 3 },
    });
    const stop = server.reply('hello', 'hi', { from: 'server' });
    await expect(client.request('hello', {}, { match: ({ type }) => type === 'hi' })).resolves.toMatchObject({
      payload: { from: 'server' },
    });
    stop();
    client.send('hello');
    await server.clock.settle();
    expect(server.received.map(({ type }) => type)).toEqual(['price', 'hello', 'hello']);
  });

  it('hears all that comes, as it came', async () => {
    const { server, client } = await connected();
    const heard = vi.fn();
    const stop = server.on('*', heard);
    client.send('note', { text: 'a' });
    client.sendText('no JSON');
    client.send(new Uint8Array([1, 2]));
    await server.clock.settle();
    stop();
    expect(heard.mock.calls.map(([{ type, payload, raw, data }]) => ({ type, payload, raw, data }))).toEqual([
      {
        type: 'note',
        payload: { text: 'a' },
        raw: { type: 'note', payload: { text: 'a' } },
        data: '{"type":"note","payload":{"text":"a"}}',
      },
      { type: '', payload: undefined, raw: undefined, data: 'no JSON' },
      { type: '', payload: undefined, raw: undefined, data: new Uint8Array([1, 2]).buffer },
    ]);
    expect(server.received).toHaveLength(3);
  });

  it('sends to all clients, and to one', async () => {
    const clock = createMockClock();
    const server = new MockServer({ clock });
    server.onConnection((connection) => connection.send('welcome', { number: server.connections.length }));
    const seen: string[] = [];
    for (const name of ['a', 'b']) {
      const client = createChatClient({ url: `ws://server.test/${name}`, WebSocket: server.WebSocket });
      clients.push(client);
      client.subscribe('*', ({ type, payload }) => seen.push(`${name} ${type} ${JSON.stringify(payload)}`));
      await client.connect();
      await clock.settle();
    }
    server.send('news', 1);
    server.open[1]!.send('private');
    server.sendFrame({ type: 'whole', extra: true });
    await clock.settle();
    expect(seen.filter((line) => line.startsWith('a'))).toEqual([
      'a welcome {"number":1}',
      'a news 1',
      'a whole undefined',
    ]);
    expect(seen.filter((line) => line.startsWith('b'))).toEqual([
      'b welcome {"number":2}',
      'b news 1',
      'b private undefined',
      'b whole undefined',
    ]);
  });

  it.each<[ProfileName, string]>([
    ['base', '{"type":"greeting","payload":{"text":"hi"}}'],
    ['wazuh', '{"type":"greeting","data":{"text":"hi"},"timestamp":"2026-01-01T00:00:00.000Z"}'],
    ['dashboard', '{"type":"greeting","data":{"text":"hi"}}'],
    ['nexus', '{"type":"greeting","id":"mock-1","payload":{"text":"hi"}}'],
    ['autobot', '{"type":"greeting","payload":{"text":"hi"}}'],
  ])('speaks %s', async (profile, frame) => {
    const clock = createMockClock(Date.UTC(2026, 0, 1));
    const { server, client } = await connected({ profile }, { profile, clock });
    const got = vi.fn();
    client.subscribe('greeting', ({ payload, raw }) => got(payload, raw));
    server.send('greeting', { text: 'hi' });
    client.send('question', { text: 'who?' });
    await clock.settle();
    expect(got).toHaveBeenCalledExactlyOnceWith({ text: 'hi' }, JSON.parse(frame));
    expect(server.received[0]).toMatchObject({ type: 'question', payload: { text: 'who?' } });
  });

  it('speaks chat, whose frames name no type', async () => {
    const { server, client } = await connected({ profile: 'chat' }, { profile: 'chat' });
    const got = vi.fn();
    client.on('answer', ({ payload }) => got(payload));
    server.on<{ message: string }>('*', ({ payload, connection }) =>
      connection.sendFrame({ response: payload.message.toUpperCase() }),
    );
    client.sendMessage('hello');
    await server.clock.settle();
    expect(got).toHaveBeenCalledExactlyOnceWith({ response: 'HELLO' });
    expect(() => server.send('answer')).toThrow("frames of profile 'chat' name no type: use sendFrame()");
  });

  it('refuses a profile that there is not', () => {
    expect(() => new MockServer({ profile: 'toString' as ProfileName })).toThrow(
      'profile must be one of base, wazuh',
    );
  });

  it('answers pings, unless it is told not to', async () => {
    const heartbeat = { interval: 1000, timeout: 500 };
    const { server, client } = await connected({ heartbeat });
    await server.clock.advance('1h');
    expect(client.state).toBe('connected');
    expect(server.connections).toHaveLength(1);
    expect(server.received).toEqual([]);

    const deaf = await connected({ heartbeat, reconnect: false }, { answerPings: false });
    await deaf.server.clock.advance('1499ms');
    expect(deaf.client.state).toBe('connected');
    await deaf.server.clock.advance('1ms');
    expect(deaf.client.state).not.toBe('connected');
    expect(deaf.server.received).toMatchObject([{ type: 'ping', at: 1000 }]);
  });

  it('takes its time where it has a latency, and keeps the order when that falls', async () => {
    const { server, client } = pair({}, { latency: '1s' });
    const states: [string, number][] = [];
    client.on('state', ({ state }) => states.push([state, server.clock.now()]));
    void client.connect();
    await server.clock.advance('2s');
    expect(states).toEqual([
      ['connecting', 0],
      ['connected', 2000],
    ]);
    const order: string[] = [];
    client.subscribe('*', ({ type }) => order.push(`${type} ${server.clock.now()}`));
    server.send('slow');
    server.delay(0);
    server.send('fast');
    await server.clock.advance('2s');
    expect(order).toEqual(['slow 3000', 'fast 3000']);
  });

  it('gives the time that a client lives by: back-off, dates, timeouts', async () => {
    const clock = createMockClock(Date.UTC(2026, 0, 1));
    const { server, client } = pair(
      { reconnect: { initialDelay: 60_000, maxDelay: 60_000, jitter: 0 }, connectTimeout: 30_000 },
      { clock },
    );
    const retries: [number, number | null][] = [];
    client.on('retry', () => retries.push([clock.now(), client.getSnapshot().retryAt]));
    server.ignore();
    void client.connect().catch(() => {});
    await clock.advance('30s');
    expect(retries).toEqual([[30_000, Date.UTC(2026, 0, 1) + 90_000]]);
    server.accept();
    await clock.advance('59s');
    expect(client.state).toBe('reconnecting');
    await clock.advance('1s');
    expect(client.state).toBe('connected');
    client.subscribe('a', () => {});
    server.send('a');
    await clock.settle();
    expect(client.history()).toMatchObject([{ receivedAt: Date.UTC(2026, 0, 1) + 90_000 }]);
    await expect(
      Promise.all([client.request('b', {}, { timeout: 5000 }), clock.advance('5s')]),
    ).rejects.toMatchObject({
      code: 'REQUEST_TIMEOUT',
    });
  });

  it('rejects a move of the clock with what a handler throws', async () => {
    const { server, client } = await connected();
    server.on('a', () => {
      throw new Error('not as expected');
    });
    client.send('a');
    await expect(server.clock.advance(1)).rejects.toThrow('not as expected');
  });
});
