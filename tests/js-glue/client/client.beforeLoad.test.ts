import { beforeEach, describe, expect, it } from 'vitest';
import { makeFakeClient } from '../../support/clients.ts';
import { openNetwork } from '../../support/fakeWebSocket.ts';
import { forgetCore, isCoreAskedFor } from '../../support/loading.ts';
import { settle } from '../../support/tasks.ts';
import { until } from '../../support/until.ts';

beforeEach(forgetCore);

const types = (sent: readonly unknown[]) =>
  sent.map((text) => (JSON.parse(text as string) as { type: string }).type);

describe('a client whose core is not loaded yet', () => {
  it('opens and loads nothing by itself', async () => {
    const { client, network } = makeFakeClient();
    client.subscribe('a', () => {});
    client.on('open', () => {});
    await settle();
    expect(isCoreAskedFor()).toBe(false);
    expect(network.sockets).toEqual([]);
    expect(client.state).toBe('idle');
    expect(client.history()).toEqual([]);
    expect(client.stats().received).toBe(0);
  });

  it('says at once that it is connecting', () => {
    const { client } = makeFakeClient();
    const states: string[] = [];
    client.on('state', ({ state, previous }) => states.push(`${previous} ${state}`));
    void client.connect();
    void client.connect();
    expect(client.state).toBe('connecting');
    expect(states).toEqual(['idle connecting']);
  });

  it('keeps the order of what is sent, before and while it loads', async () => {
    const { client, network } = makeFakeClient({}, openNetwork());
    const receipts = [client.send('1'), client.send('2')];
    expect(client.getSnapshot().queued).toBe(2);
    void client.connect();
    receipts.push(client.send('3'));
    client.on('state', ({ state }) => {
      if (state === 'connected') receipts.push(client.send('5'));
    });
    receipts.push(client.send('4'));
    await until(() => client.state === 'connected', 'the link');
    await settle();
    expect(types(network.last.sent)).toEqual(['1', '2', '3', '4', '5']);
    await Promise.all(receipts.map(({ delivered }) => delivered));
    expect(client.getSnapshot().queued).toBe(0);
  });

  it('hears the first message of whatever it subscribed to', async () => {
    const { client, network } = makeFakeClient({}, openNetwork());
    const seen: unknown[] = [];
    client.subscribe('a', ({ payload }) => seen.push(payload));
    client.subscribe('b', () => seen.push('b'))();
    await client.connect();
    await network.last.message({ type: 'b' });
    await network.last.message({ type: 'a', payload: 1 });
    expect(seen).toEqual([1]);
  });

  it('disconnect() before it is loaded: nothing is dialled for good, and connect() is told', async () => {
    const { client, network } = makeFakeClient({}, openNetwork());
    const outcome = client.connect();
    const receipt = client.send('a');
    client.disconnect();
    await expect(outcome).rejects.toMatchObject({ code: 'DISCONNECTED' });
    await expect(receipt.delivered).rejects.toMatchObject({ code: 'DISCONNECTED' });
    await settle();
    expect(network.live).toBe(0);
    expect(client.state).toBe('closed');
  });

  it('C12 connect() after a disconnect() before it is loaded: the first is told, the second connects', async () => {
    const { client, network } = makeFakeClient({}, openNetwork());
    const first = client.connect();
    client.disconnect();
    const second = client.connect();
    await expect(first).rejects.toMatchObject({ code: 'DISCONNECTED' });
    await second;
    expect(client.state).toBe('connected');
    expect(network.live).toBe(1);
  });

  it('destroy() before it is loaded: nothing is ever dialled', async () => {
    const { client, network } = makeFakeClient({}, openNetwork());
    const outcome = client.connect();
    const receipt = client.send('a');
    client.destroy();
    await expect(outcome).rejects.toMatchObject({ code: 'DESTROYED' });
    await expect(receipt.delivered).rejects.toMatchObject({ code: 'DESTROYED' });
    await until(isCoreAskedFor, 'the load');
    await settle();
    expect(network.sockets).toEqual([]);
  });

  it('a message sent on a client that nobody connects waits', async () => {
    const { client, network } = makeFakeClient({}, openNetwork());
    const receipt = client.send('a');
    await until(() => client.stats().queuedCount === 1, 'the core');
    expect(receipt.status).toBe('queued');
    expect(network.sockets).toEqual([]);
    await client.connect();
    await receipt.delivered;
  });
});
