import { base, type Message } from 'chatwire';
import { describe, expect, it } from 'vitest';
import { connectFakeClient, makeFakeClient } from '../../support/clients.ts';
import { openNetwork } from '../../support/fakeWebSocket.ts';
import { requestsOf, sentOn } from '../../support/requests.ts';
import { settle } from '../../support/tasks.ts';
import { forbidUnhandledRejections } from '../../support/unhandledRejections.ts';

forbidUnhandledRejections();

describe('a request', () => {
  it('S3.31 two answers in the wrong order find their own requests', async () => {
    const { client, network } = await connectFakeClient();
    const [first, second] = [client.request('ask', { n: 1 }), client.request('ask', { n: 2 })];
    const asked = sentOn(network.last);
    expect(asked.map(({ type, payload }) => [type, payload])).toEqual([
      ['ask', { n: 1 }],
      ['ask', { n: 2 }],
    ]);
    await network.last.message({ type: 'response', id: asked[1]!.id, payload: 'two' });
    await network.last.message({ type: 'response', id: asked[0]!.id, payload: 'one' });
    expect(await first).toMatchObject({ type: 'response', id: asked[0]!.id, payload: 'one' });
    expect((await second).payload).toBe('two');
    expect(requestsOf(client)).toEqual({
      pending: 0,
      answered: 2,
      timedOut: 0,
      lateReplies: 0,
      doubleReplies: 0,
    });
  });

  it('carries an id that nobody guesses, or the one that it is given', async () => {
    const { client, network } = await connectFakeClient();
    void client.request('ask');
    void client.request('ask', undefined, { id: 'mine' });
    const [made, given] = sentOn(network.last);
    expect(made!.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(given).toEqual({ type: 'ask', id: 'mine' });
  });

  it('is answered by whatever type repeats its id, under the key of the profile, as a text or a number', async () => {
    const { client, network } = await connectFakeClient({ profile: { ...base, idKey: 'ref' } });
    const answers = [client.request('a', 1, { id: '7' }), client.request('b', 2, { id: 'x"\u{1F600}' })];
    await network.last.message({ id: '7', type: 'not this one' });
    await network.last.message({ ref: 7, type: 'anything' });
    await network.last.message({ payload: 1, ref: 'x"\u{1F600}' });
    expect((await Promise.all(answers)).map(({ type }) => type)).toEqual(['anything', '']);
  });

  it('is answered by a message of any length, wherever its id stands', async () => {
    const { client, network } = await connectFakeClient();
    const answer = client.request('ask', undefined, { id: 'a' });
    const payload = 'é'.repeat(50_000);
    await network.last.message({ type: 'response', payload, id: 'a' });
    expect((await answer).payload).toBe(payload);
  });

  it('shows its answer to the subscribers too, and parses it only once', async () => {
    const { client, network } = await connectFakeClient();
    const seen: Message[] = [];
    client.subscribe('response', (message) => seen.push(message));
    const answer = client.request('ask', undefined, { id: 'a' });
    await network.last.message({ type: 'response', id: 'a' });
    expect(await answer).toBe(seen[0]);
    expect(seen).toHaveLength(1);
    expect(client.stats().unwanted).toBe(0);
  });

  it('S3.31 is answered by a type that came often before, and whose text is not looked at else', async () => {
    const { client, network } = await connectFakeClient({ history: false });
    const seen: unknown[] = [];
    client.subscribe('response', ({ payload }) => seen.push(payload));
    for (const n of [1, 2]) await network.last.message({ type: 'response', payload: n });
    const answer = client.request('ask', undefined, { id: 'a' });
    await network.last.message({ type: 'response', payload: 3 });
    await network.last.message({ type: 'response', id: 'a', payload: 4 });
    await network.last.message({ type: 'response', payload: 5 });
    expect((await answer).payload).toBe(4);
    expect(seen).toEqual([1, 2, 3, 4, 5]);
  });

  it('may be ignored: that it fails raises no unhandledRejection', async () => {
    const { client } = await connectFakeClient();
    void client.request('ask');
    void client.request('ask', { bad: NaN });
    client.disconnect();
    await settle();
    expect(requestsOf(client).pending).toBe(0);
  });
});

describe('stampsId', () => {
  const profile = { ...base, stampsId: true };

  it('C30 gives every message an id of its own where the profile says so', async () => {
    const { client, network } = makeFakeClient({ profile }, openNetwork());
    client.send('a', 1);
    await client.connect();
    client.send('b');
    client.send({ type: 'a whole frame', id: 'mine' });
    void client.request('c', 2, { match: () => true });
    const sent = sentOn(network.last);
    const ids = sent.map(({ id }) => id);
    expect(new Set(ids).size).toBe(4);
    expect(ids[2]).toBe('mine');
    expect(network.last.sent[0]).toBe(`{"type":"a","id":"${ids[0]}","payload":1}`);
  });

  it('C30 is off otherwise', async () => {
    const { client, network } = await connectFakeClient();
    client.send('a', 1);
    expect(network.last.sent).toEqual(['{"type":"a","payload":1}']);
  });
});

describe('wrong arguments', () => {
  const cases: [string, unknown[]][] = [
    ['type', ['']],
    ['type', [7]],
    ['options', ['ask', 1, 5]],
    ["options has no option 'retries'", ['ask', 1, { retries: 3 }]],
    ['options.timeout', ['ask', 1, { timeout: -1 }]],
    ['options.timeout', ['ask', 1, { timeout: NaN }]],
    ['options.timeout', ['ask', 1, { timeout: 2 ** 31 }]],
    ['options.id', ['ask', 1, { id: '' }]],
    ['options.id', ['ask', 1, { id: 7 }]],
    ['options.match', ['ask', 1, { match: 'type' }]],
    ['options.priority', ['ask', 1, { priority: 'highest' }]],
    ['options.ttl', ['ask', 1, { ttl: '1' }]],
    ['options.signal', ['ask', 1, { signal: {} }]],
  ];

  it.each(cases)('B32 reject with a TypeError that names %s, and ask nothing', async (name, given) => {
    const { client, network } = await connectFakeClient();
    const answer = client.request(...(given as [string]));
    await expect(answer).rejects.toBeInstanceOf(TypeError);
    await expect(answer).rejects.toThrow(`chatwire: ${name}`);
    expect(network.last.sent).toEqual([]);
    expect(requestsOf(client).pending).toBe(0);
  });

  it('B10 B33 a payload that JSON cannot say rejects with UNSERIALIZABLE', async () => {
    const { client, network } = await connectFakeClient();
    await expect(client.request('ask', NaN)).rejects.toMatchObject({ code: 'UNSERIALIZABLE' });
    await expect(client.request('ask', 1n)).rejects.toMatchObject({ code: 'UNSERIALIZABLE' });
    expect(network.last.sent).toEqual([]);
  });
});
