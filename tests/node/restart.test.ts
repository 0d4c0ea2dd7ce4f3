import { describe, expect, it } from 'vitest';
import type { Receipt } from 'chatwire';
import { startServer } from '../../web/server/server.js';
import { makeLoopbackClient } from '../support/clients.ts';
import { until } from '../support/until.ts';

const quick = { initialDelay: 20, maxDelay: 100, jitter: 0 };

/** A backend that notes the numbers it is sent, and a client that counts up. */
async function talk() {
  const arrived: number[] = [];
  const server = await startServer({
    rateLimit: false,
    onMessage: ({ data }) => arrived.push((JSON.parse(data as string) as { payload: number }).payload),
  });
  const client = makeLoopbackClient(server.wsUrl.replace(/\/ws$/, '/ws-test'), { reconnect: quick });
  const receipts: Receipt[] = [];
  let settled = 0;
  const send = (count: number) => {
    for (let n = 0; n < count; n++) {
      const receipt = client.send('count', receipts.length);
      receipts.push(receipt);
      void receipt.delivered.finally(() => settled++);
    }
  };
  return {
    server,
    client,
    arrived,
    receipts,
    send,
    get settled() {
      return settled;
    },
  };
}

describe('a server that dies and comes back on its port', () => {
  it('gets what was queued meanwhile once and in order, however often it dies', async () => {
    const talking = await talk();
    const { server, client, arrived, receipts, send } = talking;
    await client.connect();
    const queuedWhileDown: number[] = [];
    for (let death = 1; death <= 3; death++) {
      send(500);
      await until(() => arrived.length > 0 && arrived.at(-1)! >= receipts.length - 400, 'the stream');
      const down = server.faults.stopListening();
      send(200); // Handed to a socket that is dying: at most once.
      await down;
      await until(() => client.state === 'reconnecting', 'the loss');
      queuedWhileDown.push(...Array.from({ length: 300 }, (_, n) => receipts.length + n));
      send(300);
      expect(client.getSnapshot().queued).toBeGreaterThanOrEqual(300);
      await server.faults.listenAgain();
      await until(() => arrived.at(-1) === receipts.length - 1, `the last message after death ${death}`);
    }
    const sorted = [...new Set(arrived)].sort((a, b) => a - b);
    expect(arrived).toEqual(sorted);
    const got = new Set(arrived);
    expect(queuedWhileDown.filter((n) => !got.has(n))).toEqual([]);
    expect(receipts.every(({ status }) => status === 'sent')).toBe(true);
    await until(() => talking.settled === receipts.length, 'the receipts');
    expect(client.stats()).toMatchObject({ sent: receipts.length, dropped: 0, connects: 4 });
    await server.close();
  });

  it('F37 what was queued leaves before what is sent on open', async () => {
    const { server, client, arrived, receipts, send } = await talk();
    send(50);
    client.on('open', () => send(1));
    client.on('state', ({ state }) => state === 'connected' && send(1));
    await client.connect();
    send(10);
    await until(() => arrived.length === 62, 'all');
    expect(arrived).toEqual(receipts.map((_, n) => n));
    await server.close();
  });

  it('tells loss, retry and return in order, and counts attempts from 1', async () => {
    const { server, client } = await talk();
    const lines: string[] = [];
    client.on('retry', ({ attempt, delay }) => lines.push(`retry ${attempt} in ${delay}`));
    client.on('close', ({ code, wasOpen }) => lines.push(`close ${code} ${wasOpen ? 'open' : 'never open'}`));
    client.on('open', () => lines.push('open'));
    await client.connect();
    await server.faults.stopListening();
    await until(() => lines.filter((line) => line.startsWith('retry')).length === 3, 'three retries');
    expect(client.getSnapshot()).toMatchObject({ state: 'reconnecting', attempt: 3 });
    await server.faults.listenAgain();
    await until(() => client.state === 'connected', 'the return');
    expect(lines.slice(0, 7)).toEqual([
      'open',
      ...['close 1006 open', 'retry 1 in 20'],
      ...['close 1006 never open', 'retry 2 in 40'],
      ...['close 1006 never open', 'retry 3 in 80'],
    ]);
    expect(client.getSnapshot()).toMatchObject({ attempt: 0, retryAt: null, error: null });
    await server.close();
  });

  it('W10 a server that greets and drops is dialled ever more slowly, up to the limit', async () => {
    const { server, client } = await talk();
    await server.close();
    let greeted = 0;
    const { RawServer } = await import('../support/rawServer.ts');
    const rude = await RawServer.start();
    rude.onConnection = ({ socket }) => {
      greeted++;
      socket.send('{"type":"hello"}', () => socket.terminate());
    };
    const other = makeLoopbackClient(rude.url, { reconnect: { ...quick, maxAttempts: 4 } });
    void other.connect();
    await until(() => other.state === 'failed', 'the end');
    expect(greeted).toBe(5);
    expect(other.getSnapshot().error?.code).toBe('ATTEMPTS_EXHAUSTED');
    client.destroy();
  });
});
