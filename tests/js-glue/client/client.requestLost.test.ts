import { jsonSchema, type ChatClient } from 'chatwire';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { loadCore } from '../../../js-glue/core/load.ts';
import { connectFakeClient, makeFakeClient } from '../../support/clients.ts';
import { fakeNetwork, openNetwork, type FakeNetwork } from '../../support/fakeWebSocket.ts';
import { forgetCore, refuseCore } from '../../support/loading.ts';
import { codeOf, CONGESTED, connectCongested, requestsOf, sentOn } from '../../support/requests.ts';
import { until } from '../../support/until.ts';
import { forbidUnhandledRejections } from '../../support/unhandledRejections.ts';

forbidUnhandledRejections();
afterEach(() => {
  vi.restoreAllMocks();
});

describe('a link that ends', () => {
  it('fails what was sent on it; what waits is sent on the next one', async () => {
    const { client, network } = await connectFakeClient();
    const sent = client.request('ask', undefined, { id: 'a' });
    network.last.bufferedAmount = CONGESTED;
    const waiting = client.request('ask', undefined, { id: 'b' });
    await network.last.fail();
    await expect(sent).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
    await until(() => client.state === 'connected', 'the next link');
    expect(sentOn(network.last)).toEqual([{ type: 'ask', id: 'b' }]);
    await network.last.message({ id: 'a' });
    await network.last.message({ id: 'b' });
    expect((await waiting).id).toBe('b');
    expect(requestsOf(client)).toMatchObject({ lateReplies: 1, answered: 1 });
  });

  it('S3.75 an own disconnect() fails what was sent and what waits', async () => {
    const { client, network } = await connectFakeClient();
    const sent = client.request('ask');
    network.last.bufferedAmount = CONGESTED;
    const waiting = client.request('ask');
    client.disconnect();
    await expect(sent).rejects.toMatchObject({ code: 'DISCONNECTED' });
    await expect(waiting).rejects.toMatchObject({ code: 'DISCONNECTED' });
  });

  it('W28 fails what waits when the client gives up', async () => {
    const { client, network } = makeFakeClient({ reconnect: { maxAttempts: 0 } }, fakeNetwork());
    const answer = client.request('ask');
    void client.connect();
    await until(() => network.sockets.length === 1, 'the dial');
    await network.last.fail();
    await expect(answer).rejects.toMatchObject({ code: 'ATTEMPTS_EXHAUSTED' });
  });

  it('F40 an answer in the same breath as a disconnect() is none', async () => {
    const { client, network } = await connectFakeClient();
    client.on('binary', () => client.disconnect());
    const answer = client.request('ask', undefined, { id: 'a' });
    void network.last.message(new ArrayBuffer(1));
    await network.last.message({ id: 'a' });
    await expect(answer).rejects.toMatchObject({ code: 'DISCONNECTED' });
  });

  it('C13 connects where that was asked for', async () => {
    const { client, network } = makeFakeClient({ connectOnSend: true }, openNetwork());
    const answer = client.request('ask', undefined, { id: 'a' });
    await until(() => client.state === 'connected', 'the link');
    await network.last.message({ id: 'a' });
    await answer;
  });
});

describe('a message that is dropped', () => {
  it('fails its request for the same reason, once, and is not handed back besides', async () => {
    const { client } = await connectCongested({ outbox: { maxCount: 1 } });
    const unsent = vi.fn();
    client.on('unsent', unsent);
    const displaced = client.request('ask');
    const expired = client.request('ask', undefined, { ttl: 10 });
    await expect(displaced).rejects.toMatchObject({ code: 'OUTBOX_OVERFLOW' });
    await expect(expired).rejects.toMatchObject({ code: 'EXPIRED' });
    expect(unsent).not.toHaveBeenCalled();
    expect(client.stats().droppedBy).toEqual({ OUTBOX_OVERFLOW: 1, EXPIRED: 1 });
  });

  it('is waited for by drained() like any other', async () => {
    const { client } = await connectCongested();
    const first = client.request('ask', undefined, { timeout: 5 });
    await client.drained();
    await expect(first).rejects.toMatchObject({ code: 'REQUEST_TIMEOUT' });
    void client.request('ask');
    const drained = client.drained();
    client.disconnect();
    await expect(drained).rejects.toMatchObject({ code: 'DISCONNECTED' });
  });

  it('S8 a thousand may be open, and no more', async () => {
    const { client, network } = await connectFakeClient();
    for (let n = 0; n < 1000; n++) void client.request('ask');
    const refused = client.request('one more');
    await expect(refused).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' });
    expect(network.last.sent).toHaveLength(1000);
    expect(requestsOf(client).pending).toBe(1000);
  });
});

describe('an end', () => {
  /** One request that was sent, one that waits, one that is matched. */
  async function askThrice(): Promise<{
    client: ChatClient;
    network: FakeNetwork;
    answers: Promise<unknown>[];
  }> {
    const { client, network } = await connectFakeClient();
    const answers = [client.request('ask'), client.request('ask', 1, { match: () => true })];
    network.last.bufferedAmount = CONGESTED;
    answers.push(client.request('ask'));
    return { client, network, answers };
  }

  it('F41 destroy() rejects them all, at once, and each one after it', async () => {
    const { client, answers } = await askThrice();
    const unloaded = makeFakeClient().client;
    answers.push(unloaded.request('ask'));
    client.destroy();
    unloaded.destroy();
    answers.push(client.request('ask'));
    for (const answer of answers) await expect(answer).rejects.toMatchObject({ code: 'DESTROYED' });
  });

  it('F43 a crash of the core rejects them all in one tick, and a new core answers', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const { client, network, answers } = await askThrice();
    const codes: unknown[] = [];
    for (const answer of answers) answer.catch((error: unknown) => codes.push(codeOf(error)));
    const { module } = await loadCore();
    (module.HEAPU8 as Uint8Array).fill(0xff, 1024);
    answers.push(client.request('the one that meets it'));
    answers.at(-1)!.catch((error: unknown) => codes.push(codeOf(error)));
    await inOneTick();
    expect(codes).toEqual(Array(4).fill('CORE_CRASHED'));
    await client.connect();
    const answer = client.request('ask', undefined, { id: 'a' });
    await network.last.message({ id: 'a' });
    expect((await answer).id).toBe('a');
  });

  it('F42 a core that cannot be loaded rejects them, and they are not sent by one that can', async () => {
    refuseCore();
    const { client, network } = makeFakeClient({}, openNetwork());
    const answer = client.request('ask');
    await expect(answer).rejects.toMatchObject({ code: 'WASM_UNAVAILABLE' });
    forgetCore();
    await client.connect();
    await client.sendText('next').delivered;
    expect(network.last.sent).toEqual(['next']);
  });

  it('an answer that is no JSON after all rejects with INVALID_MESSAGE', async () => {
    const { client, network } = await connectFakeClient();
    const invalid = vi.fn();
    client.on('invalid', invalid);
    const answer = client.request('ask', undefined, { id: 'a' });
    await network.last.message('{"type":"response","id":"a","payload":tru}');
    await expect(answer).rejects.toMatchObject({ code: 'INVALID_MESSAGE' });
    expect(invalid).toHaveBeenCalledTimes(1);
  });

  it('an answer that is not what its schema says rejects with INVALID_MESSAGE', async () => {
    const schemas = { response: jsonSchema({ type: 'object', required: ['answer'] }) };
    const { client, network } = await connectFakeClient({ schemas });
    const answers = ['a', 'b'].map((id) => client.request('ask', undefined, { id }));
    await network.last.message({ type: 'response', id: 'a', payload: {} });
    await network.last.message({ type: 'response', id: 'b', payload: { answer: 42 } });
    await expect(answers[0]).rejects.toMatchObject({ code: 'INVALID_MESSAGE' });
    expect((await answers[1])?.payload).toEqual({ answer: 42 });
  });
});

/** Promises that were rejected have told by then. */
const inOneTick = () => new Promise((resolve) => process.nextTick(resolve));
