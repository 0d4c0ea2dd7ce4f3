import type { ChatClientOptions } from 'chatwire';
import { describe, expect, it } from 'vitest';
import { connectFakeClient } from '../../support/clients.ts';

async function received(count: number, options: Partial<ChatClientOptions> = {}) {
  const { client, network } = await connectFakeClient(options);
  for (let n = 1; n <= count; n++) {
    await network.last.message({ type: n % 2 === 0 ? 'even' : 'odd', payload: n });
  }
  const payloads = (query?: Parameters<typeof client.history>[0]) =>
    client.history(query).map(({ payload }) => payload);
  return { client, network, payloads };
}

describe('history', () => {
  it('keeps messages, oldest first, also those that nobody subscribed to', async () => {
    const { client, payloads } = await received(3);
    expect(payloads()).toEqual([1, 2, 3]);
    expect(client.history().map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
    expect(client.stats()).toMatchObject({ received: 3, unwanted: 3 });
  });

  it('finds by type, time, number and limit', async () => {
    const { client, payloads } = await received(6);
    expect(payloads({ type: 'even' })).toEqual([2, 4, 6]);
    expect(payloads({ type: 'none' })).toEqual([]);
    expect(payloads({ after: 4 })).toEqual([5, 6]);
    expect(payloads({ limit: 2 })).toEqual([5, 6]);
    expect(payloads({ type: 'odd', limit: 1 })).toEqual([5]);
    expect(payloads({ since: new Date(client.history()[0]!.receivedAt) })).toHaveLength(6);
    expect(payloads({ since: Date.now() + 60_000 })).toEqual([]);
  });

  it.each([Infinity, Number.MAX_VALUE, 2 ** 64])('nothing came at or after the number %d', async (far) => {
    const { payloads } = await received(2);
    expect(payloads({ since: far })).toEqual([]);
    expect(payloads({ after: far })).toEqual([]);
  });

  it.each([-1, -Infinity])('a limit of %d leaves nothing', async (limit) => {
    const { payloads } = await received(2);
    expect(payloads({ limit })).toEqual([]);
  });

  it.each([
    ['type', ''],
    ['type', 5],
    ['since', 'today'],
    ['since', new Date(NaN)],
    ['after', NaN],
    ['limit', '5'],
    ['limit', null],
  ])('B32 refuses %s %s, and names it', async (field, value) => {
    const { client } = await received(1);
    expect(() => client.history({ [field]: value })).toThrow(`chatwire: ${field} must be`);
    expect(client.state).toBe('connected');
  });

  it('keeps no more than it may, the newest', async () => {
    expect((await received(5, { history: { maxCount: 2 } })).payloads()).toEqual([4, 5]);
    expect((await received(5, { history: { maxBytes: 60 } })).payloads()).toEqual([4, 5]);
    expect((await received(5, { history: false })).payloads()).toEqual([]);
  });

  it.each([
    { limits: { maxCount: 10 }, last: 10 },
    { limits: { maxBytes: 290 }, last: 10 },
    { limits: { maxCount: 300 }, last: 300 },
  ])('C15 holds exactly the newest whenever it is asked: $limits', async ({ limits, last }) => {
    const { client, network } = await connectFakeClient({ history: limits });
    const frames = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ type: 'abc', payload: index + 1000 }));
    const newest = () => client.history().map(({ payload }) => payload);
    let asked = 0;
    client.subscribe('abc', ({ payload }) => {
      // The one that is being handled is the last of them.
      if (payload === 1500 || payload === 1501) {
        asked++;
        expect(newest().at(-1)).toBe(payload);
      }
    });
    expect(JSON.stringify(frames(1)[0])).toHaveLength(29);
    for (const frame of frames(700)) await network.last.message(frame);
    expect(asked).toBe(2);
    expect(newest()).toEqual(Array.from({ length: last }, (_, index) => 1700 - last + index));
    expect(client.history().at(-1)).toMatchObject({ sequence: 700, type: 'abc' });
    expect(client.stats()).toMatchObject({ received: 700 });
  });

  it('is empty after clearHistory(), and goes on', async () => {
    const { client, network, payloads } = await received(2);
    client.clearHistory();
    expect(payloads()).toEqual([]);
    await network.last.message({ type: 'a', payload: 3 });
    expect(payloads()).toEqual([3]);
    expect(client.history()[0]!.sequence).toBe(3);
  });

  it('W50 gives a list of its own', async () => {
    const { client, payloads } = await received(2);
    client.history().length = 0;
    expect(payloads()).toEqual([1, 2]);
  });

  it('holds no pings and no bad frames', async () => {
    const { network, payloads } = await received(1);
    for (const frame of [{ type: 'ping' }, 'garbage', '[]', new ArrayBuffer(1)])
      await network.last.message(frame);
    expect(payloads()).toEqual([1]);
  });

  it('B22 finds types that are names of Object’s own', async () => {
    const { client, network } = await received(0);
    await network.last.message('{"type":"__proto__","payload":1}');
    await network.last.message('{"type":"constructor","payload":2}');
    expect(client.history({ type: '__proto__' })).toHaveLength(1);
    expect(client.history({ type: 'toString' })).toEqual([]);
  });
});
