import type { ChatClient, Receipt, SendOptions } from 'chatwire';
import { describe, expect, it } from 'vitest';
import { connectFakeClient, makeFakeClient } from '../../support/clients.ts';
import { openNetwork, type FakeNetwork } from '../../support/fakeWebSocket.ts';
import { forgetCore } from '../../support/loading.ts';
import { settle } from '../../support/tasks.ts';
import { until } from '../../support/until.ts';
import { forbidUnhandledRejections } from '../../support/unhandledRejections.ts';

const MiB = 2 ** 20;

/** Every way to send one message. */
const ways: Record<string, (client: ChatClient, options?: SendOptions) => Receipt> = {
  'a type': (client, options) => client.send('a', 1, options),
  'an object': (client, options) => client.send({ type: 'a' }, options),
  bytes: (client, options) => client.send(new Uint8Array([1]), options),
  'a text': (client, options) => client.sendText('a', options),
};

/** Connected, and the socket has no room. */
async function connectCongested(options = {}): Promise<{ client: ChatClient; network: FakeNetwork }> {
  const made = await connectFakeClient(options);
  made.network.last.bufferedAmount = 2 * MiB;
  return made;
}

function unsentOf(client: ChatClient): unknown[] {
  const unsent: unknown[] = [];
  client.on('unsent', ({ receipt, error }) => unsent.push([receipt.message, error.code]));
  return unsent;
}

forbidUnhandledRejections();

describe('priority', () => {
  it('lets high leave before normal before low, each in its order', async () => {
    const { client, network } = makeFakeClient({}, openNetwork());
    const sent = [
      client.sendText('low 1', { priority: 'low' }),
      client.sendText('normal 1'),
      client.sendText('high 1', { priority: 'high' }),
      client.sendText('low 2', { priority: 'low' }),
      client.sendText('normal 2', { priority: 'normal' }),
      client.sendText('high 2', { priority: 'high' }),
    ];
    await client.connect();
    await Promise.all(sent.map(({ delivered }) => delivered));
    expect(network.last.sent).toEqual(['high 1', 'high 2', 'normal 1', 'normal 2', 'low 1', 'low 2']);
  });

  it.each(Object.keys(ways))('is taken with %s, and not remembered for the next', async (way) => {
    const { client, network } = await connectCongested();
    client.sendText('before');
    const receipt = ways[way]!(client, { priority: 'high' });
    const after = client.sendText('after');
    network.last.bufferedAmount = 0;
    await Promise.all([receipt.delivered, after.delivered]);
    expect(network.last.sent.slice(1)).toEqual(['before', 'after']);
  });

  it('C14 decides who gives way in a full outbox', async () => {
    const { client } = await connectCongested({ outbox: { maxCount: 2 } });
    const unsent = unsentOf(client);
    const receipts = (['low', 'high', 'normal', 'low'] as const).map((priority) =>
      client.sendText(priority, { priority }),
    );
    expect(unsent).toEqual([
      ['low', 'OUTBOX_OVERFLOW'],
      ['low', 'OUTBOX_OVERFLOW'],
    ]);
    expect(receipts.map(({ status }) => status)).toEqual(['dropped', 'queued', 'queued', 'dropped']);
  });

  it('C14 drop-newest takes from below the newcomer only', async () => {
    const { client } = await connectCongested({ outbox: { maxCount: 2, overflow: 'drop-newest' } });
    const unsent = unsentOf(client);
    client.sendText('1');
    client.sendText('2');
    client.sendText('3');
    client.sendText('4', { priority: 'high' });
    expect(unsent).toEqual([
      ['3', 'OUTBOX_OVERFLOW'],
      ['2', 'OUTBOX_OVERFLOW'],
    ]);
  });
});

describe('ttl', () => {
  it.each(Object.keys(ways))(
    'W28 gives back %s that waited for too long, and never sends it',
    async (way) => {
      const { client, network } = await connectCongested();
      const unsent = unsentOf(client);
      const receipt = ways[way]!(client, { ttl: 20 });
      expect(receipt.status).toBe('queued');
      await expect(receipt.delivered).rejects.toMatchObject({ name: 'ChatwireError', code: 'EXPIRED' });
      expect(receipt.status).toBe('dropped');
      expect(unsent).toEqual([[receipt.message, 'EXPIRED']]);
      expect(client.getSnapshot().queued).toBe(0);
      network.last.bufferedAmount = 0;
      await settle();
      expect(network.last.sent).toEqual([]);
    },
  );

  it('of the outbox holds for all that have none of their own', async () => {
    const { client } = makeFakeClient({ outbox: { ttl: 20 } });
    const [own, none, never] = [
      client.sendText('own', { ttl: 60_000 }),
      client.sendText('none'),
      client.sendText('never', { ttl: Infinity, priority: 'low' }),
    ];
    await expect(none.delivered).rejects.toMatchObject({ code: 'EXPIRED' });
    expect([own.status, never.status]).toEqual(['queued', 'queued']);
  });

  it('of 0 means at once or not at all', async () => {
    const { client, network } = await connectFakeClient();
    expect(client.sendText('now', { ttl: 0 }).status).toBe('sent');
    network.last.bufferedAmount = 2 * MiB;
    const receipt = client.sendText('not at all', { ttl: 0 });
    expect(receipt.status).toBe('dropped');
    await expect(receipt.delivered).rejects.toMatchObject({ code: 'EXPIRED' });
    expect(network.last.sent).toEqual(['now']);
  });

  it('runs while the core is not loaded yet', async () => {
    forgetCore();
    const { client, network } = makeFakeClient({}, openNetwork());
    const late = client.sendText('late', { ttl: 1 });
    const other = client.sendText('other', { ttl: 60_000 });
    const before = performance.now();
    while (performance.now() - before < 5);
    await client.connect();
    await expect(late.delivered).rejects.toMatchObject({ code: 'EXPIRED' });
    await other.delivered;
    expect(network.last.sent).toEqual(['other']);
  });
});

describe('signal', () => {
  it.each(Object.keys(ways))('takes %s back while it waits', async (way) => {
    const { client, network } = await connectCongested();
    const unsent = unsentOf(client);
    const abort = new AbortController();
    const receipt = ways[way]!(client, { signal: abort.signal });
    const other = client.sendText('other');
    abort.abort();
    expect(receipt.status).toBe('dropped');
    await expect(receipt.delivered).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(unsent).toEqual([[receipt.message, 'CANCELLED']]);
    expect(client.getSnapshot().queued).toBe(1);
    network.last.bufferedAmount = 0;
    await other.delivered;
    expect(network.last.sent).toEqual(['other']);
  });

  it('that is aborted already drops the message at once', async () => {
    const { client, network } = await connectFakeClient();
    const unsent = unsentOf(client);
    const receipt = client.sendText('a', { signal: AbortSignal.abort() });
    expect(receipt.status).toBe('dropped');
    await expect(receipt.delivered).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(unsent).toEqual([['a', 'CANCELLED']]);
    expect(client.getSnapshot().queued).toBe(0);
    expect(network.last.sent).toEqual([]);
  });

  it('that is aborted while the message is dropped for another reason changes nothing', async () => {
    const { client } = await connectCongested({ outbox: { maxCount: 1 } });
    const abort = new AbortController();
    client.on('unsent', () => abort.abort());
    const unsent = unsentOf(client);
    const first = client.sendText('1', { signal: abort.signal });
    client.sendText('2');
    await expect(first.delivered).rejects.toMatchObject({ code: 'OUTBOX_OVERFLOW' });
    expect(unsent).toEqual([['1', 'OUTBOX_OVERFLOW']]);
  });

  it('that is aborted afterwards changes nothing, and is not held on to', async () => {
    const { client, network } = await connectFakeClient();
    const abort = new AbortController();
    let listeners = 0;
    const { signal } = abort;
    signal.addEventListener = new Proxy(signal.addEventListener.bind(signal), {
      apply: (add, self, parameters) => (listeners++, Reflect.apply(add, self, parameters)),
    });
    signal.removeEventListener = new Proxy(signal.removeEventListener.bind(signal), {
      apply: (remove, self, parameters) => (listeners--, Reflect.apply(remove, self, parameters)),
    });
    client.sendText('sent at once', { signal });
    network.last.bufferedAmount = 2 * MiB;
    const receipt = client.sendText('sent later', { signal });
    expect(listeners).toBe(1);
    network.last.bufferedAmount = 0;
    await receipt.delivered;
    expect(listeners).toBe(0);
    abort.abort();
    await settle();
    expect(receipt.status).toBe('sent');
  });

  it('takes a message back before the core is loaded', async () => {
    forgetCore();
    const { client, network } = makeFakeClient({}, openNetwork());
    const abort = new AbortController();
    const receipt = client.sendText('a', { signal: abort.signal });
    const other = client.sendText('b');
    abort.abort();
    await client.connect();
    await expect(receipt.delivered).rejects.toMatchObject({ code: 'CANCELLED' });
    await other.delivered;
    expect(network.last.sent).toEqual(['b']);
  });

  it('means nothing any more once the client is destroyed', async () => {
    const { client } = await connectCongested();
    const abort = new AbortController();
    const receipt = client.sendText('a', { signal: abort.signal });
    client.destroy();
    abort.abort();
    await expect(receipt.delivered).rejects.toMatchObject({ code: 'DESTROYED' });
  });
});

describe('outbox: false', () => {
  it('C13 S4.73 drops and gives back what cannot leave at once, and nothing throws', async () => {
    const { client, network } = makeFakeClient({ outbox: false }, openNetwork());
    const unsent = unsentOf(client);
    const early = client.sendText('early');
    await client.connect();
    await expect(early.delivered).rejects.toMatchObject({ code: 'OUTBOX_OVERFLOW' });
    expect(client.sendText('now').status).toBe('sent');
    network.last.bufferedAmount = 2 * MiB;
    expect(client.sendText('congested', { priority: 'high' }).status).toBe('dropped');
    expect(unsent).toEqual([
      ['early', 'OUTBOX_OVERFLOW'],
      ['congested', 'OUTBOX_OVERFLOW'],
    ]);
    expect(network.last.sent).toEqual(['now']);
  });
});

describe('the water marks', () => {
  it('F25 messages wait above the high one, and leave at the low one', async () => {
    const { client, network } = await connectFakeClient({ outbox: { highWaterMark: 100, lowWaterMark: 10 } });
    network.last.bufferedAmount = 100;
    expect(client.sendText('1').status).toBe('sent');
    network.last.bufferedAmount = 101;
    const receipt = client.sendText('2');
    network.last.bufferedAmount = 11;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(receipt.status).toBe('queued');
    network.last.bufferedAmount = 10;
    await until(() => receipt.status === 'sent', 'the message to leave');
  });
});

it.each([
  ['options', 5],
  ['options', 'high'],
  ['options', null],
  ['options', { prio: 'high' }],
  ['options.priority', { priority: 'urgent' }],
  ['options.priority', { priority: 0 }],
  ['options.ttl', { ttl: -1 }],
  ['options.ttl', { ttl: NaN }],
  ['options.ttl', { ttl: '5' }],
  ['options.signal', { signal: new AbortController() }],
  ['options.signal', { signal: null }],
])('B32 refuses wrong %s with a TypeError that names it, and queues nothing: %j', (name, options) => {
  const { client } = makeFakeClient();
  for (const send of Object.values(ways)) {
    const attempt = () => send(client, options as never);
    expect(attempt).toThrow(TypeError);
    expect(attempt).toThrow(`chatwire: ${name} `);
  }
  expect(client.getSnapshot().queued).toBe(0);
});
