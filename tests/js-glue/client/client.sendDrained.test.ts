import { describe, expect, it } from 'vitest';
import { connectFakeClient, makeFakeClient } from '../../support/clients.ts';
import { fakeNetwork, openNetwork } from '../../support/fakeWebSocket.ts';
import { settle } from '../../support/tasks.ts';
import { until } from '../../support/until.ts';
import { forbidUnhandledRejections } from '../../support/unhandledRejections.ts';

const CONGESTED = 2 ** 21;

forbidUnhandledRejections();

describe('drained', () => {
  it('resolves at once where nothing waits, in any state', async () => {
    const { client } = makeFakeClient({}, openNetwork());
    await client.drained();
    await client.connect();
    client.send('a');
    await client.drained();
    client.destroy();
    await client.drained();
  });

  it('F25 resolves when all that waits has left, also what was sent meanwhile', async () => {
    const { client, network } = await connectFakeClient();
    network.last.bufferedAmount = CONGESTED;
    client.sendText('1');
    let isDrained = false;
    const drained = client.drained().then(() => (isDrained = true));
    client.sendText('2');
    await settle();
    expect(isDrained).toBe(false);
    network.last.bufferedAmount = 0;
    await drained;
    expect(network.last.sent).toEqual(['1', '2']);
    expect(client.getSnapshot().queued).toBe(0);
  });

  it('is kept before the core is loaded, and over a reconnect', async () => {
    const { client, network } = makeFakeClient({}, fakeNetwork());
    const receipt = client.sendText('a');
    const drained = client.drained();
    void client.connect();
    await until(() => network.sockets.length === 1, 'the dial');
    await network.last.fail();
    await until(() => network.sockets.length === 2, 'the next dial');
    expect(receipt.status).toBe('queued');
    await network.last.open();
    await drained;
    expect(network.last.sent).toEqual(['a']);
  });

  it('lets a producer fill the socket no further than it drains', async () => {
    const { client, network } = await connectFakeClient({ outbox: { highWaterMark: 50, lowWaterMark: 10 } });
    const socket = network.last;
    const send = socket.send.bind(socket);
    socket.send = (data) => {
      socket.bufferedAmount += data.length;
      send(data);
    };
    const reader = setInterval(() => (socket.bufferedAmount = Math.max(0, socket.bufferedAmount - 40)), 2);
    let most = 0;
    for (let n = 0; n < 50; n++) {
      client.sendText('x'.repeat(20));
      most = Math.max(most, socket.bufferedAmount);
      await client.drained();
    }
    clearInterval(reader);
    expect(socket.sent).toHaveLength(50);
    expect(most).toBeLessThan(80);
  });

  it.each(['EXPIRED', 'CANCELLED'])('resolves when the last one was dropped for itself: %s', async (code) => {
    const { client, network } = await connectFakeClient();
    network.last.bufferedAmount = CONGESTED;
    const abort = new AbortController();
    const options = code === 'EXPIRED' ? { ttl: 10 } : { signal: abort.signal };
    const receipt = client.sendText('a', options);
    const drained = client.drained();
    abort.abort();
    await drained;
    await expect(receipt.delivered).rejects.toMatchObject({ code });
  });

  it('rejects when what waited was dropped by disconnect()', async () => {
    const { client, network } = await connectFakeClient();
    network.last.bufferedAmount = CONGESTED;
    client.sendText('a');
    const drained = client.drained();
    client.disconnect();
    await expect(drained).rejects.toMatchObject({ name: 'ChatwireError', code: 'DISCONNECTED' });
    await client.drained();
  });

  it('waits on over a disconnect() that keeps what waits', async () => {
    const { client, network } = await connectFakeClient({ outbox: { keepOnDisconnect: true } });
    network.last.bufferedAmount = CONGESTED;
    client.sendText('a');
    const drained = client.drained();
    client.disconnect();
    await client.connect();
    await drained;
    expect(network.last.sent).toEqual(['a']);
  });

  it('W28 rejects when the client gives up', async () => {
    const { client, network } = makeFakeClient({ reconnect: { maxAttempts: 0 } }, fakeNetwork());
    client.sendText('a');
    const drained = client.drained();
    void client.connect();
    await until(() => network.sockets.length === 1, 'the dial');
    await network.last.fail();
    await expect(drained).rejects.toMatchObject({ code: 'ATTEMPTS_EXHAUSTED' });
  });

  it('rejects when the client is destroyed, loaded or not', async () => {
    const { client, network } = await connectFakeClient();
    network.last.bufferedAmount = CONGESTED;
    const { client: other } = makeFakeClient();
    for (const each of [client, other]) {
      each.sendText('a');
      const drained = each.drained();
      each.destroy();
      await expect(drained).rejects.toMatchObject({ code: 'DESTROYED' });
    }
  });

  it('may be ignored: its rejection raises no unhandledRejection', async () => {
    const { client, network } = await connectFakeClient();
    network.last.bufferedAmount = CONGESTED;
    client.sendText('a');
    void client.drained();
    client.disconnect();
    await settle();
    expect(client.getSnapshot().queued).toBe(0);
  });

  it('asked for by who hears of the loss, it is about what waits then', async () => {
    const { client, network } = await connectFakeClient();
    network.last.bufferedAmount = CONGESTED;
    client.sendText('1');
    client.sendText('2');
    let again: Promise<unknown> | undefined;
    client.on('unsent', () => {
      again ??= client.drained().catch((error: unknown) => error);
    });
    client.disconnect();
    expect(await again).toMatchObject({ code: 'DISCONNECTED' });
  });
});

describe('stats', () => {
  it('count what was given back by its reason', async () => {
    const { client, network } = await connectFakeClient({ outbox: { maxCount: 2 } });
    expect(client.stats()).toMatchObject({ dropped: 0, droppedBy: {}, queuedFor: 0 });
    network.last.bufferedAmount = CONGESTED;
    const abort = new AbortController();
    client.sendText('overflows');
    client.sendText('is cancelled', { signal: abort.signal });
    client.sendText('expires', { ttl: 10 });
    abort.abort();
    client.sendText('never waited', { signal: abort.signal });
    await until(() => client.getSnapshot().queued === 0, 'the last to expire');
    client.sendText('1');
    client.sendText('2');
    client.disconnect();
    const droppedBy = { OUTBOX_OVERFLOW: 1, CANCELLED: 2, EXPIRED: 1, DISCONNECTED: 2 };
    expect(client.stats()).toMatchObject({ dropped: 6, droppedBy });
    client.stats().droppedBy.EXPIRED = 99;
    expect(client.stats().droppedBy).toEqual(droppedBy);
  });

  it('tell how long the oldest has waited', async () => {
    const { client, network } = await connectFakeClient();
    network.last.bufferedAmount = CONGESTED;
    client.sendText('a', { priority: 'low' });
    await new Promise((resolve) => setTimeout(resolve, 30));
    client.sendText('b', { priority: 'high' });
    expect(client.stats().queuedFor).toBeGreaterThan(25);
    network.last.bufferedAmount = 0;
    await client.drained();
    expect(client.stats().queuedFor).toBe(0);
  });
});
