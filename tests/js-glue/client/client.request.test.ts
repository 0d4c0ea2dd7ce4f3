import {
  base,
  type ChatClient,
  jsonSchema,
  type ChatwireError,
  type ChatClientOptions,
  type Message,
  type RequestOptions,
} from 'chatwire';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { loadCore } from '../../../js-glue/core/load.ts';
import { connectFakeClient, makeFakeClient } from '../../support/clients.ts';
import {
  fakeNetwork,
  openNetwork,
  type FakeNetwork,
  type FakeWebSocket,
} from '../../support/fakeWebSocket.ts';
import { settle } from '../../support/tasks.ts';
import { until } from '../../support/until.ts';
import { forbidUnhandledRejections } from '../../support/unhandledRejections.ts';

const key = Symbol.for('chatwire.core.0.1');
const CONGESTED = 2 ** 21;

interface Sent {
  type: string;
  id?: string;
  payload?: unknown;
}

/** What the client sent on a socket. */
const sentOn = (socket: FakeWebSocket) => socket.sent.map((text) => JSON.parse(text as string) as Sent);

/** Made, and not loaded yet, or connected with a socket that has no room. */
async function connectCongested(options: Partial<ChatClientOptions> = {}) {
  const made = await connectFakeClient(options);
  made.network.last.bufferedAmount = CONGESTED;
  return made;
}

const codeOf = (error: unknown) => (error as ChatwireError).code;

const requestsOf = (client: ChatClient) => client.stats().requests;

forbidUnhandledRejections();
afterEach(() => {
  vi.restoreAllMocks();
});

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

describe('time', () => {
  it('F36 a request fails when its time is over; the late reply is counted, and an ordinary message', async () => {
    const { client, network } = await connectFakeClient();
    const late: unknown[] = [];
    client.subscribe('response', ({ id }) => late.push(id));
    const started = performance.now();
    const answer = client.request('ask', undefined, { id: 'a', timeout: 40 });
    await expect(answer).rejects.toMatchObject({ name: 'ChatwireError', code: 'REQUEST_TIMEOUT' });
    await expect(answer).rejects.toThrow(/No answer to 'ask'.*raise timeout/);
    expect(performance.now() - started).toBeGreaterThan(39);
    await network.last.message({ type: 'response', id: 'a' });
    expect(late).toEqual(['a']);
    expect(requestsOf(client)).toMatchObject({ pending: 0, answered: 0, timedOut: 1, lateReplies: 1 });
  });

  it('F36 of two replies the first one counts, and a reply to nobody is no reply', async () => {
    const { client, network } = await connectFakeClient();
    const answer = client.request('ask', undefined, { id: 'a' });
    for (const payload of [1, 2, 3]) await network.last.message({ type: 'response', id: 'a', payload });
    await network.last.message({ type: 'response', id: 'unknown' });
    expect((await answer).payload).toBe(1);
    expect(requestsOf(client)).toMatchObject({ answered: 1, lateReplies: 0, doubleReplies: 2 });
  });

  it('F36 runs while the message waits, and what has timed out is never sent', async () => {
    const { client, network } = await connectCongested();
    const answer = client.request('ask', undefined, { timeout: 20 });
    expect(client.getSnapshot().queued).toBe(1);
    await expect(answer).rejects.toMatchObject({ code: 'REQUEST_TIMEOUT' });
    expect(client.getSnapshot().queued).toBe(0);
    network.last.bufferedAmount = 0;
    await client.sendText('next').delivered;
    expect(network.last.sent).toEqual(['next']);
  });

  it('runs also before the core is loaded, and before connect()', async () => {
    Reflect.deleteProperty(globalThis, key);
    const { client, network } = makeFakeClient({}, openNetwork());
    const answer = client.request('ask', undefined, { timeout: 0 });
    await expect(answer).rejects.toMatchObject({ code: 'REQUEST_TIMEOUT' });
    expect(client.state).toBe('idle');
    expect(network.sockets).toEqual([]);
  });

  it('is not given anew when the core is there at last', async () => {
    Reflect.deleteProperty(globalThis, key);
    const compile = WebAssembly.compile.bind(WebAssembly);
    vi.spyOn(WebAssembly, 'compile').mockImplementation(async (bytes) => {
      await new Promise((resolve) => setTimeout(resolve, 60));
      return compile(bytes);
    });
    const { client, network } = makeFakeClient({}, openNetwork());
    const answer = client.request('ask', undefined, { timeout: 50 });
    await client.connect();
    await expect(answer).rejects.toMatchObject({ code: 'REQUEST_TIMEOUT' });
    await client.sendText('next').delivered;
    expect(network.last.sent).toEqual(['next']);
  });

  it('is 10 s unless told otherwise', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] });
    try {
      const { client } = await connectFakeClient();
      let code = '' as string;
      client.request('ask').catch((error: unknown) => (code = codeOf(error)));
      vi.advanceTimersByTime(9999);
      await settle();
      expect(code).toBe('');
      vi.advanceTimersByTime(1);
      await settle();
      expect(code).toBe('REQUEST_TIMEOUT');
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('a signal', () => {
  it('cancels what was sent: its answer is a late reply', async () => {
    const { client, network } = await connectFakeClient();
    const abort = new AbortController();
    const answer = client.request('ask', undefined, { id: 'a', signal: abort.signal });
    abort.abort('enough');
    await expect(answer).rejects.toMatchObject({ code: 'CANCELLED', cause: 'enough' });
    await network.last.message({ type: 'response', id: 'a' });
    expect(requestsOf(client)).toMatchObject({ pending: 0, lateReplies: 1 });
  });

  it('cancels what waits: it is never sent', async () => {
    const { client, network } = await connectCongested();
    const abort = new AbortController();
    const answer = client.request('ask', undefined, { signal: abort.signal });
    abort.abort();
    await expect(answer).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(client.getSnapshot().queued).toBe(0);
    network.last.bufferedAmount = 0;
    await client.sendText('next').delivered;
    expect(network.last.sent).toEqual(['next']);
  });

  it('aborted before: nothing happens, not even a load', async () => {
    Reflect.deleteProperty(globalThis, key);
    const { client } = makeFakeClient();
    const answer = client.request('ask', undefined, { signal: AbortSignal.abort('no') });
    await expect(answer).rejects.toMatchObject({ code: 'CANCELLED', cause: 'no' });
    expect(key in globalThis).toBe(false);
    expect(client.getSnapshot().queued).toBe(0);
  });

  it('holds on to no request that is over', async () => {
    const { client, network } = await connectFakeClient();
    const { signal } = new AbortController();
    const removed = vi.spyOn(signal, 'removeEventListener');
    const added = vi.spyOn(signal, 'addEventListener');
    const answered = client.request('ask', undefined, { id: 'a', signal });
    const failed = client.request('ask', undefined, { signal, timeout: 5 });
    await network.last.message({ id: 'a' });
    await answered;
    await expect(failed).rejects.toMatchObject({ code: 'REQUEST_TIMEOUT' });
    const listeners = ({ mock }: typeof added) => new Set(mock.calls.map(([, listener]) => listener));
    expect(listeners(added)).toEqual(listeners(removed as typeof added));
    expect(added).toHaveBeenCalledTimes(2);
  });
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

describe('match', () => {
  const byType = (type: string): RequestOptions => ({ match: (message) => message.type === type });

  it('G8 finds the answer where it repeats no id: the oldest request that says yes gets it', async () => {
    const { client, network } = await connectFakeClient();
    const answers = ['pong', 'pong', 'other'].map((type) => client.request('ask', undefined, byType(type)));
    expect(network.last.sent).toEqual(Array(3).fill('{"type":"ask"}'));
    for (const [n, type] of ['news', 'pong', 'other', 'pong'].entries()) {
      await network.last.message({ type, payload: n });
    }
    expect((await Promise.all(answers)).map(({ payload }) => payload)).toEqual([1, 3, 2]);
    expect(requestsOf(client)).toMatchObject({ pending: 0, answered: 3 });
  });

  it('is not asked before the message has left, nor once it was answered', async () => {
    const { client, network } = await connectCongested();
    const match = vi.fn(() => true);
    const answer = client.request('ask', undefined, { match });
    await network.last.message({ type: 'early' });
    expect(match).not.toHaveBeenCalled();
    network.last.bufferedAmount = 0;
    await client.drained();
    await network.last.message({ type: 'answer' });
    await network.last.message({ type: 'after' });
    expect((await answer).type).toBe('answer');
    expect(match).toHaveBeenCalledTimes(1);
    expect(client.stats().unwanted).toBe(1);
  });

  it('leaves nothing behind: what nobody wants is not parsed when the answer is there', async () => {
    const { client, network } = await connectFakeClient({ history: false });
    const answer = client.request('ask', undefined, byType('answer'));
    for (const type of ['news', 'answer', 'news', 'answer', 'news']) await network.last.message({ type });
    await answer;
    expect(client.stats()).toMatchObject({ received: 5, unwanted: 3 });
  });

  it('is not asked about what is no JSON after all', async () => {
    const { client, network } = await connectFakeClient();
    const match = vi.fn(() => true);
    const answer = client.request('ask', undefined, { match });
    await network.last.message('{"type":"answer","payload":tru}');
    expect(match).not.toHaveBeenCalled();
    await network.last.message({ type: 'answer' });
    await answer;
  });

  it('F38 that throws says no, and is reported', async () => {
    const { client, network } = await connectFakeClient();
    const reported = vi.fn();
    client.on('error', reported);
    const cause = new Error('of the application');
    const answer = client.request('ask', undefined, {
      match: ({ type }) => {
        if (type === 'news') throw cause;
        return true;
      },
    });
    await network.last.message({ type: 'news' });
    await network.last.message({ type: 'answer' });
    expect((await answer).type).toBe('answer');
    expect(reported.mock.calls).toEqual([[expect.objectContaining({ code: 'HANDLER_THREW', cause })]]);
  });

  it.each(['cancelled', 'destroyed'])('F39 may itself see to it that the request is %s', async (end) => {
    const { client, network } = await connectFakeClient();
    const abort = new AbortController();
    const match = () => {
      if (end === 'cancelled') abort.abort();
      else client.destroy();
      return true;
    };
    const answer = client.request('ask', undefined, { match, signal: abort.signal });
    const other = vi.fn(() => true);
    void client.request('ask', undefined, { match: other });
    await network.last.message({ type: 'answer' });
    await expect(answer).rejects.toMatchObject({ code: end.toUpperCase() });
    expect(other).not.toHaveBeenCalled();
  });

  it('leaves an answer by id to its own request', async () => {
    const { client, network } = await connectFakeClient();
    const match = vi.fn(() => true);
    const matching = client.request('ask', undefined, { match });
    const byId = client.request('ask', undefined, { id: 'a' });
    await network.last.message({ id: 'a' });
    expect((await byId).id).toBe('a');
    expect(match).not.toHaveBeenCalled();
    await network.last.message({ type: 'anything' });
    expect((await matching).type).toBe('anything');
  });
});

describe('stampsId', () => {
  const profile = { ...base, stampsId: true };

  it('C30 gives every message an id of its own where the profile says so', async () => {
    const { client, network } = makeFakeClient({ profile }, openNetwork());
    client.send('a', 1);
    await client.connect();
    client.send('b');
    client.send({ type: 'a frame is sent as it is' });
    void client.request('c', 2, { match: () => true });
    const sent = sentOn(network.last);
    const ids = sent.map(({ id }) => id);
    expect(new Set(ids).size).toBe(4);
    expect(ids[2]).toBeUndefined();
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
    Reflect.deleteProperty(globalThis, key);
    const compile = vi.spyOn(WebAssembly, 'compile').mockRejectedValue(new Error('blocked'));
    const { client, network } = makeFakeClient({}, openNetwork());
    const answer = client.request('ask');
    await expect(answer).rejects.toMatchObject({ code: 'WASM_UNAVAILABLE' });
    compile.mockRestore();
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
