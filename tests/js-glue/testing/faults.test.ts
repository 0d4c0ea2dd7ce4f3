import { createChatClient, type ChatClient, type ChatClientOptions } from 'chatwire';
import { MockServer } from 'chatwire/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';

const clients: ChatClient[] = [];

afterEach(() => {
  for (const client of clients.splice(0)) client.destroy();
});

async function connected(options: Partial<ChatClientOptions> = {}) {
  const server = new MockServer();
  const client = createChatClient({ url: 'ws://server.test/ws', WebSocket: server.WebSocket, ...options });
  clients.push(client);
  const closes: [number, string, boolean][] = [];
  client.on('close', ({ code, reason, wasClean }) => closes.push([code, reason, wasClean]));
  await client.connect();
  return { server, client, closes };
}

describe('a script of faults', () => {
  it('ten minutes offline, then back: all that was queued arrives once, for less than 50 ms of work', async () => {
    const spent: number[] = [];
    // What the rest of the machine does must not count: the processor's time, and the least of a few.
    for (let run = 0; run < 5; run++) {
      const { server, client } = await connected();
      const before = process.cpuUsage();
      server.at('2m').offline().at('12m').online();
      await server.clock.advance('3m');
      for (let number = 0; number < 100; number++) client.send('note', { number });
      await server.clock.advance('8m');
      expect(server.received).toEqual([]);
      await server.clock.advance('2m');
      const { user, system } = process.cpuUsage(before);
      spent.push((user + system) / 1000);
      const numbers = server.received.map(({ payload }) => (payload as { number: number }).number);
      expect(numbers).toEqual(Array.from({ length: 100 }, (_, number) => number));
      expect(client.getSnapshot()).toMatchObject({ state: 'connected', queued: 0 });
      expect(server.connections.length).toBeGreaterThan(10);
    }
    expect(Math.min(...spent)).toBeLessThan(50);
  });

  it('closes with a code, which the client obeys', async () => {
    const { server, client, closes } = await connected();
    server.at('1s').close(1008, 'go away');
    await server.clock.advance('1h');
    expect(closes).toEqual([[1008, 'go away', true]]);
    expect(server.connections.map(({ ending }) => ending)).toEqual([
      { code: 1008, reason: 'go away', by: 'server' },
    ]);
    expect(client.state).toBe('failed');
  });

  it('cuts without a close frame, and what is on its way is lost', async () => {
    const { server, client, closes } = await connected({ reconnect: { initialDelay: 1000, jitter: 0 } });
    server.delay('1s');
    client.send('lost');
    await server.clock.advance(500);
    server.cut();
    await server.clock.advance(0);
    expect(closes).toEqual([[1006, '', false]]);
    server.delay(0);
    await server.clock.advance('1s');
    expect(server.connections.map(({ isOpen }) => isOpen)).toEqual([false, true]);
    expect(server.received).toEqual([]);
  });

  it('W17 a half-open link tells nobody, and a client that pings finds it', async () => {
    const { server, client, closes } = await connected({
      heartbeat: { interval: 30_000, timeout: 5000 },
      reconnect: { initialDelay: 0, jitter: 0 },
    });
    server.at('1m').halfOpen();
    await server.clock.advance('61s');
    server.send('unheard');
    await server.clock.advance('30s');
    expect(client.state).toBe('connected');
    await server.clock.advance('5s');
    expect(closes).toEqual([[1006, expect.any(String), false]]);
    await server.clock.advance('1s');
    expect(server.connections).toHaveLength(2);
    expect(client.state).toBe('connected');
  });

  it('lets through what waited on a half-open link when that comes back', async () => {
    const { server, client } = await connected();
    const heard = vi.fn();
    client.subscribe('news', heard);
    server.halfOpen();
    client.send('question');
    server.send('news');
    await server.clock.advance('10s');
    expect(server.received).toEqual([]);
    expect(heard).not.toHaveBeenCalled();
    server.resume();
    await server.clock.settle();
    expect(server.received).toMatchObject([{ type: 'question' }]);
    expect(heard).toHaveBeenCalledOnce();
  });

  it('refuses dials, or leaves them without an answer', async () => {
    const { server, client } = await connected({
      reconnect: { initialDelay: 1000, multiplier: 1, jitter: 0 },
      connectTimeout: 10_000,
    });
    server.offline();
    await server.clock.advance('3500ms');
    expect(server.connections).toHaveLength(4);
    expect(server.connections[3]!.ending).toEqual({ code: 1006, reason: '', by: 'server' });
    server.ignore();
    await server.clock.advance('10s');
    expect(server.connections).toHaveLength(5);
    expect(client.state).toBe('connecting');
    server.accept();
    await server.clock.advance('2s');
    expect(server.connections.at(-1)!.isOpen).toBe(true);
    expect(client.state).toBe('connected');
  });

  it('plans anything else as well', async () => {
    const { server, client } = await connected();
    const order: [string, number][] = [];
    client.subscribe('*', ({ type }) => order.push([type, server.clock.now()]));
    server
      .at('3s')
      .call(() => order.push(['called', server.clock.now()]))
      .at('1s')
      .send('news')
      .at('2s')
      .sendFrame({ type: 'whole' });
    await server.clock.advance('5s');
    expect(order).toEqual([
      ['news', 1000],
      ['whole', 2000],
      ['called', 3000],
    ]);
  });
});
