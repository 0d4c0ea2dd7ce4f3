import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createChatClient, type ChatClient } from 'chatwire';
import { watchCrossings, type Crossings } from '../support/crossings.ts';
import { fakeNetwork, type FakeNetwork } from '../support/fakeWebSocket.ts';
import { until } from '../support/until.ts';

describe('the budget of a sent message', () => {
  let crossings: Crossings;
  let network: FakeNetwork;
  let client: ChatClient;

  beforeAll(() => {
    crossings = watchCrossings();
  });
  afterAll(() => vi.restoreAllMocks());
  beforeEach(() => {
    network = fakeNetwork();
    client = createChatClient({
      url: 'ws://server.test',
      WebSocket: network.WebSocket,
      outbox: { maxCount: 20_000, maxBytes: 2 ** 30 },
    });
    return () => client.destroy();
  });

  async function connect(): Promise<void> {
    const connected = client.connect();
    await until(() => network.sockets.length > 0, 'the dial');
    void network.last.open();
    await connected;
  }

  function send(count: number, bytes: number) {
    crossings.reset();
    for (let index = 0; index < count; index++) client.send('chat', 'x'.repeat(bytes));
    const { into, outOf, textBytes } = crossings;
    return { into: into / count, outOf: outOf / count, textBytes };
  }

  it.each([245, 100_000])('is one call of C++ and one back, and no byte of text: %i B', async (bytes) => {
    await connect();
    expect(send(100, bytes)).toEqual({ into: 1, outOf: 1, textBytes: 0 });
    expect(network.last.sent).toHaveLength(100);
  });

  it('is the same where it waits, and takes a few bytes of the core’s memory meanwhile', async () => {
    await connect();
    const before = client.stats().heapInUse;
    network.last.bufferedAmount = 2 ** 21;
    const { into, textBytes } = send(500, 10_000);
    expect([into, textBytes]).toEqual([1, 0]);
    // A hundred bytes each to know of five megabytes of text.
    expect(client.stats().heapInUse - before).toBeLessThan(500 * 100);
    expect(client.stats().queuedBytes).toBeGreaterThan(500 * 10_000);
    crossings.reset();
    network.last.bufferedAmount = 0;
    await client.drained();
    expect(network.last.sent).toHaveLength(500);
    expect(crossings.textBytes).toBe(0);
    // Offered, and told of.
    expect(crossings.outOf / 500).toBeLessThan(2.1);
    // Less than one of them took: blocks of memory that are used again may be a few bytes longer.
    expect(client.stats().heapInUse - before).toBeLessThan(100);
  });

  it('F37 is never ten thousand at once: a queue leaves in slices, with tasks of others between', async () => {
    for (let index = 0; index < 10_000; index++) client.sendText(String(index));
    const slices: number[] = [];
    let others = 0;
    void client.connect();
    await until(() => network.sockets.length > 0, 'the dial');
    const { sent } = network.last;
    void network.last.open();
    for (let before = 0; sent.length < 10_000; before = sent.length) {
      await new Promise(setImmediate);
      if (sent.length > before) slices.push(sent.length - before);
      else others++;
    }
    expect(Math.max(...slices)).toBeLessThanOrEqual(1024);
    expect(slices.length).toBeGreaterThanOrEqual(10);
    expect(others).toBeGreaterThan(0);
    expect(sent).toEqual(Array.from({ length: 10_000 }, (_, index) => String(index)));
  });
});
