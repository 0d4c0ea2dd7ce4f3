import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { loadCore } from '../../../js-glue/core/load.ts';
import { connectFakeClient, makeFakeClient } from '../../support/clients.ts';
import { openNetwork } from '../../support/fakeWebSocket.ts';
import { fillCore } from '../../support/fillCore.ts';
import { forgetCore } from '../../support/loading.ts';
import { settle } from '../../support/tasks.ts';
import { until } from '../../support/until.ts';

const MiB = 2 ** 20;

/** Bytes of the core's memory. */
const memorySize = async () => ((await loadCore()).module.HEAPU8 as Uint8Array).length;

// A fresh core each: the memory that another test has left does not grow any more.
beforeEach(forgetCore);
afterAll(forgetCore);

describe('F44 memory that grows', () => {
  it('to take a long frame leaves the short ones before and after it whole', async () => {
    const { client, network } = await connectFakeClient({ maxMessageBytes: 64 * MiB, history: false });
    const seen: unknown[] = [];
    client.subscribe('a', ({ payload }) => seen.push(payload));
    const before = await memorySize();
    await network.last.message({ type: 'a', payload: 'first' });
    // Its type stands at the end, so C++ has to see all of it.
    const long = 'é'.repeat(8 * MiB);
    await network.last.message(`{"payload":"${long}","type":"a"}`);
    await network.last.message({ type: 'a', payload: 'last' });
    expect(seen.map((payload) => (payload as string).length)).toEqual([5, long.length, 4]);
    expect(seen[1] === long).toBe(true);
    expect(await memorySize()).toBeGreaterThan(before);
  });

  it('needs not grow for what is sent, however long it is', async () => {
    const { client, network } = await connectFakeClient();
    const before = await memorySize();
    const text = 'é'.repeat(6 * MiB);
    const bytes = new Uint8Array(20 * MiB).fill(7);
    client.sendText('short');
    client.sendText(text);
    client.send(bytes);
    client.sendText('short again');
    await settle();
    expect(network.last.sent.map(({ length }) => length)).toEqual([5, text.length, bytes.length, 11]);
    expect(network.last.sent[1] === text).toBe(true);
    expect(Buffer.compare(network.last.sent[2] as Uint8Array, bytes)).toBe(0);
    expect(await memorySize()).toBe(before);
  });

  it('with a full queue keeps what waits', async () => {
    const outbox = { maxBytes: 64 * MiB };
    const { client, network } = makeFakeClient({ outbox }, openNetwork());
    client.send('a');
    await until(() => client.stats().queuedCount === 1, 'the core');
    const before = await memorySize();
    const texts = Array.from({ length: 20 }, (_, n) => String.fromCharCode(97 + n).repeat(MiB));
    for (const text of texts) client.sendText(text);
    await fillCore(100 * MiB);
    expect(await memorySize()).toBeGreaterThan(before);
    await client.connect();
    await until(() => client.getSnapshot().queued === 0, 'the flush');
    expect(network.last.sent.slice(1)).toEqual(texts);
  });

  it('because of another client does not disturb one that is about to receive', async () => {
    const { client, network } = await connectFakeClient();
    const { network: other } = await connectFakeClient({ maxMessageBytes: 64 * MiB });
    const seen: unknown[] = [];
    client.subscribe('a', ({ payload }) => seen.push(payload));
    const before = await memorySize();
    for (let n = 1; n <= 4; n++) {
      await network.last.message({ type: 'a', payload: n });
      // Its type stands at the end, as above.
      await other.last.message(`{"payload":"${'x'.repeat(n * 4 * MiB)}","type":"a"}`);
    }
    await network.last.message({ type: 'a', payload: 'last' });
    expect(seen).toEqual([1, 2, 3, 4, 'last']);
    expect(await memorySize()).toBeGreaterThan(before);
  });
});
