import { WebSocketService, type WebSocketConfig, type WebSocketMessage } from 'chatwire/nexus/client';
import { describe, expect, expectTypeOf, it, vi } from 'vitest';
import { fakeNetwork } from '../../../support/fakeWebSocket.ts';
import { settle } from '../../../support/tasks.ts';
import { forbidUnhandledRejections } from '../../../support/unhandledRejections.ts';
import { until } from '../../../support/until.ts';
import { connectService, framesOf, makeService, response, url } from './services.ts';

forbidUnhandledRejections();

/** A network on which no dial succeeds. */
const refusing = () => fakeNetwork((socket) => void socket.fail());

describe('WebSocketService', () => {
  it('S3.23 S3.24 S3.32 S3.33 S3.34 S3.35 takes the options of the system, and wants a url', () => {
    expectTypeOf<{ url: string }>().toExtend<WebSocketConfig>();
    expectTypeOf<{ apiKey: string }>().not.toExtend<WebSocketConfig>();
    expect(() => makeService({ apiKey: 'key', reconnectInterval: 1, maxReconnectAttempts: 2 })).not.toThrow();
    expect(() => new WebSocketService({} as never)).toThrow(/needs a url, such as .*ws:\/\/localhost:8000/);
    expect(() => new WebSocketService(undefined as never)).toThrow(TypeError);
    expect(() => makeService({ patience: 1 } as never)).toThrow("no option 'patience'");
  });

  it('S3.25 S3.60 connect() resolves when the link is open, after one dial', async () => {
    const { service, network } = makeService();
    expect(network.sockets).toEqual([]);
    await expect(service.connect()).resolves.toBeUndefined();
    expect(network.sockets).toHaveLength(1);
    expect(network.last.url).toBe(`${url}/`);
    expect(service.state.connected).toBe(true);
  });

  it('S3.25 S3.92 connect() rejects with a code at the first failure; later retries do not change it', async () => {
    let dials = 0;
    const network = fakeNetwork((socket) => void (++dials === 1 ? socket.fail() : socket.open()));
    const { service } = makeService({}, network);
    await expect(service.connect()).rejects.toMatchObject({ name: 'ChatwireError', code: 'CONNECTION_LOST' });
    await until(() => service.state.connected, 'the retry');
  });

  it('S3.73 connect() rejects when nobody answers in time', async () => {
    const { service } = makeService({ connectTimeout: 10 }, fakeNetwork());
    await expect(service.connect()).rejects.toMatchObject({ code: 'CONNECT_TIMEOUT' });
  });

  it('S3.25 may be ignored when it fails', async () => {
    const { service } = makeService({ maxReconnectAttempts: 0 }, refusing());
    void service.connect();
    await until(() => service.client.state === 'failed', 'the end');
    await settle();
  });

  it('S3.26 disconnect() closes, comes back never, and rejects a pending connect() with an AbortError', async () => {
    const { service, network } = makeService({}, fakeNetwork());
    const outcome = service.connect();
    await until(() => network.sockets.length === 1, 'the dial');
    service.disconnect();
    await expect(outcome).rejects.toMatchObject({ name: 'AbortError', code: 'DISCONNECTED' });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect([network.sockets.length, network.live]).toEqual([1, 0]);
    expect(service.state).toEqual({ connected: false, connecting: false });
  });

  it('S3.11 S3.27 send() sends a message as it is, with its id', async () => {
    const { service, network } = await connectService();
    service.send({ type: 'ask', id: 'mine', payload: { query: 'hi' } });
    expect(network.last.sent).toEqual(['{"type":"ask","id":"mine","payload":{"query":"hi"}}']);
  });

  it('S3.12 S3.13 S3.28 sendQuery() gives the id at once, and leaves a team out that is not given', async () => {
    const { service, network } = await connectService();
    const [first, second] = [service.sendQuery('hi'), service.sendQuery('hi', 'red')];
    expect(framesOf(network.last)).toEqual([
      { type: 'ask', id: first, payload: { query: 'hi' } },
      { type: 'ask', id: second, payload: { query: 'hi', team_id: 'red' } },
    ]);
    expect(first).not.toBe(second);
  });

  it('S3.29 S3.10 onMessage() calls all handlers of a type, until they are taken back', async () => {
    const { service, network } = await connectService();
    const seen: unknown[] = [];
    const remove = service.onMessage('news', (message) => seen.push(['a', message]));
    service.onMessage('news', ({ payload }) => seen.push(['b', payload]));
    await network.last.message({ type: 'news', id: 'n1', payload: { title: 'one' } });
    remove();
    remove();
    await network.last.message({ type: 'news', id: 'n2', payload: 2 });
    await network.last.message({ type: 'other', id: 'n3', payload: 3 });
    expect(seen).toEqual([
      ['a', { type: 'news', id: 'n1', payload: { title: 'one' } }],
      ['b', { title: 'one' }],
      ['b', 2],
    ]);
  });

  it('S3.14 S3.17 S3.30 onResponse() gets answers, and knows what is in them', async () => {
    const { service, network } = await connectService();
    const answers: string[] = [];
    const remove = service.onResponse(({ payload }) => {
      expectTypeOf(payload.usage?.total_tokens).toEqualTypeOf<number | undefined>();
      answers.push(payload.answer);
    });
    await network.last.message(response('1', 'one'));
    remove();
    await network.last.message(response('2', 'two'));
    expect(answers).toEqual(['one']);
  });

  it('W48 a handler that throws stops no other one, and is logged', async () => {
    const { service, network, log } = await connectService();
    const seen = vi.fn();
    service.onMessage('news', () => {
      throw new Error('mine');
    });
    service.onMessage('news', seen);
    await network.last.message({ type: 'news', id: '1', payload: null });
    expect(seen).toHaveBeenCalledOnce();
    expect(log.of('error').join()).toContain('HANDLER_THREW');
  });

  it('S3.59 S3.61 S3.62 retries after reconnectInterval, twice that, and so on, as often as it may', async () => {
    const { service, network } = makeService({ reconnectInterval: 4, maxReconnectAttempts: 3 }, refusing());
    const retries: unknown[] = [];
    service.client.on('retry', (event) => retries.push(event));
    void service.connect();
    await until(() => service.client.state === 'failed', 'the end');
    expect(retries).toEqual([
      { attempt: 1, delay: 4 },
      { attempt: 2, delay: 8 },
      { attempt: 3, delay: 16 },
    ]);
    expect(network.sockets).toHaveLength(4);
  });

  it('S3.5 S3.6 S3.50 S3.51 S3.84 G7 comes back by itself, five times by default, after a second', async () => {
    const { service } = makeService({ reconnectInterval: undefined }, refusing());
    void service.connect();
    await until(() => service.client.state === 'reconnecting', 'the wait');
    const { timers, attempts } = service.diagnostics();
    expect(attempts).toBe(1);
    expect(Math.abs(timers.nextRetryAt! - Date.now() - 1000)).toBeLessThan(300);
    const { service: quick } = makeService({ reconnectInterval: 1 }, refusing());
    void quick.connect();
    await until(() => quick.client.state === 'failed', 'the end');
    expect(quick.client.trace().filter(({ kind }) => kind === 'retry')).toHaveLength(5);
  });

  it('S3.64 counts afresh when the link has proven itself', async () => {
    const { service, network } = await connectService();
    const attempts: number[] = [];
    service.client.on('retry', ({ attempt }) => attempts.push(attempt));
    for (const count of [2, 3]) {
      await network.last.end(1006, '', false);
      await until(() => network.sockets.length === count && service.state.connected, 'the next link');
    }
    service.disconnect();
    await service.connect();
    await network.last.end(1006, '', false);
    await until(() => attempts.length === 3, 'the third loss');
    // Two links that proved nothing, then one by connect(), which begins anew.
    expect(attempts).toEqual([1, 2, 1]);
  });

  it('S3.75 W24 what is pending settles when the link is gone, and nothing is thrown', async () => {
    const { service, network } = await connectService({ maxReconnectAttempts: 0 });
    const answer = service.ask('hi');
    await network.last.end(1006, '', false);
    await expect(answer).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
  });

  it('S3.81 tells once when the retries have ended', async () => {
    const onFallback = vi.fn();
    const { service } = makeService({ maxReconnectAttempts: 1, onFallback }, refusing());
    void service.connect();
    await until(() => service.client.state === 'failed', 'the end');
    await settle();
    expect(onFallback).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ code: 'ATTEMPTS_EXHAUSTED' }),
    );
  });

  it('S3.2 S3.3 S3.4 S3.90 dials with the WebSocket of the platform, where tools see the traffic', async () => {
    const network = fakeNetwork((socket) => void socket.open());
    vi.stubGlobal('WebSocket', network.WebSocket);
    try {
      const { service } = makeService({ WebSocket: undefined, apiKey: 'key' });
      const tapped: string[] = [];
      service.onMessage('*', ({ type }) => tapped.push(type));
      await service.connect();
      await network.last.message({ type: 'news', id: '1', payload: null });
      expect(network.sockets).toHaveLength(1);
      expect(tapped).toEqual(['news']);
    } finally {
      vi.unstubAllGlobals();
    }
  });
});

describe('ask()', () => {
  it('S3.31 answers that come in another order go to their questions', async () => {
    const { service, network } = await connectService();
    const answers = [service.ask('one'), service.ask('two', { teamId: 'red' })];
    const [first, second] = framesOf(network.last);
    expect(second).toMatchObject({ type: 'ask', payload: { query: 'two', team_id: 'red' } });
    await network.last.message(response(second!.id, 'second'));
    await network.last.message(response(first!.id, 'first'));
    expect(await Promise.all(answers)).toEqual([{ answer: 'first' }, { answer: 'second' }]);
  });

  it('rejects with what the server says instead', async () => {
    const { service, network } = await connectService();
    const answer = service.ask('hi');
    const [{ id }] = framesOf(network.last) as [WebSocketMessage];
    const payload = { message: 'Too much', code: 'busy', retry_after: 3 };
    await network.last.message({ type: 'error', id, payload });
    await expect(answer).rejects.toMatchObject({
      ...{ name: 'ServerError', message: 'Too much', code: 'busy', retryAfter: 3 },
    });
  });

  it('S3.73 rejects when no answer comes in time, and may be ignored', async () => {
    const { service } = await connectService({ responseTimeout: 5 });
    void service.ask('ignored');
    await expect(service.ask('hi')).rejects.toMatchObject({ code: 'REQUEST_TIMEOUT' });
  });
});

describe('send() with confirm', () => {
  const question = { type: 'ask', id: 'q1', payload: { query: 'hi' } };

  it('S3.58 C31 resolves with the message of the same id, and tells how far it is', async () => {
    const { service, network } = makeService();
    const seen: string[] = [];
    const delivery = service.send(question, { confirm: true, onStatus: (status) => seen.push(status) });
    expect(delivery.status).toBe('pending');
    await service.connect();
    await until(() => delivery.status === 'sent', 'the sending');
    await network.last.message({ type: 'ack', id: 'q0', payload: null });
    expect(delivery.status).toBe('sent');
    await network.last.message({ type: 'ack', id: 'q1', payload: null });
    await expect(delivery).resolves.toEqual({ type: 'ack', id: 'q1', payload: null });
    expect(seen).toEqual(['sent', 'delivered']);
  });

  it('S3.58 S3.73 C31 rejects when it is not confirmed in time', async () => {
    const { service, network } = await connectService();
    const delivery = service.send(question, { confirm: true, timeout: 5 });
    await expect(delivery).rejects.toMatchObject({ code: 'REQUEST_TIMEOUT' });
    await network.last.message({ type: 'ack', id: 'q1', payload: null });
    expect(delivery.status).toBe('failed');
  });

  it('S3.58 rejects when the link is lost behind it, or it is never sent', async () => {
    const { service, network } = await connectService({ maxReconnectAttempts: 0 });
    const delivery = service.send(question, { confirm: true });
    await until(() => delivery.status === 'sent', 'the sending');
    await network.last.end(1006, '', false);
    await expect(delivery).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
    const { service: other } = makeService();
    const waiting = other.send(question, { confirm: true });
    other.clearQueue();
    await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(waiting.status).toBe('failed');
  });
});

describe('the queue of a service', () => {
  it('S3.55 S3.77 S3.101 keeps what is sent without a connection, in order, and tells how much waits', async () => {
    const { service, network } = makeService();
    const ids = [service.sendQuery('one'), service.sendQuery('two')];
    expect(service.queueSize).toBe(2);
    await service.connect();
    expect(framesOf(network.last).map(({ id }) => id)).toEqual(ids);
    expect(service.queueSize).toBe(0);
  });

  it('S3.55 can be cleared, and has a cap with a policy', async () => {
    const { service, network } = await connectService({ outbox: { maxCount: 2, overflow: 'reject' } });
    service.disconnect();
    service.sendQuery('lost');
    expect(service.queueSize).toBe(1);
    service.clearQueue();
    expect(service.queueSize).toBe(0);
    const kept = [service.sendQuery('one'), service.sendQuery('two')];
    const refused = service.send({ type: 'ask', id: 'q3', payload: { query: 'three' } });
    await service.connect();
    expect(framesOf(network.last).map(({ id }) => id)).toEqual(kept);
    await expect(refused.delivered).rejects.toMatchObject({ code: 'OUTBOX_OVERFLOW' });
  });

  it('S3.108 sends no faster than it may', async () => {
    const { service, network } = await connectService({ rateLimit: { count: 2, per: 60_000 } });
    for (const query of ['one', 'two', 'three']) service.sendQuery(query);
    await settle();
    expect([network.last.sent.length, service.queueSize]).toEqual([2, 1]);
  });
});

describe('messages in order', () => {
  const numbered = (seq: number) => ({ type: 'news', id: `n${seq}`, payload: { seq } });
  const sequence = ({ payload }: WebSocketMessage): number => payload.seq;

  it('S3.78 C32 3, 1, 2 are handed out as 1, 2, 3', async () => {
    const { service, network } = await connectService({ sequence });
    const seen: string[] = [];
    service.onMessage('news', ({ id }) => seen.push(id));
    for (const seq of [3, 1, 2, 2]) await network.last.message(numbered(seq));
    expect(seen).toEqual(['n1', 'n2', 'n3']);
  });

  it('S3.78 a gap is given up in time, and told', async () => {
    const onGap = vi.fn();
    const { service, network, log } = await connectService({ sequence, reorder: { timeout: 5, onGap } });
    const seen: string[] = [];
    service.onMessage('news', ({ id }) => seen.push(id));
    await network.last.message(numbered(3));
    await until(() => seen.length > 0, 'the release');
    expect(onGap).toHaveBeenCalledExactlyOnceWith({ from: 1, to: 2 });
    expect(log.of('warn')).toEqual(['Messages are missing: number 1 to 2']);
  });

  it('S3.78 each connection counts from the beginning, unless the server counts on', async () => {
    for (const [perConnection, expected] of [
      [true, ['n1', 'n2', 'n1']],
      [false, ['n1', 'n2', 'n3']],
    ] as const) {
      const { service, network } = await connectService({ sequence, reorder: { perConnection } });
      const seen: string[] = [];
      service.onMessage('news', ({ id }) => seen.push(id));
      await network.last.message(numbered(1));
      await network.last.message(numbered(2));
      await network.last.end(1006, '', false);
      await until(() => network.sockets.length === 2 && service.state.connected, 'the next link');
      await network.last.message(numbered(1));
      if (!perConnection) await network.last.message(numbered(3));
      expect(seen).toEqual(expected);
    }
  });

  it('C32 without a number to go by, they are handed out as they come', async () => {
    const { service, network } = await connectService();
    const seen: string[] = [];
    service.onMessage('news', ({ id }) => seen.push(id));
    for (const seq of [3, 1, 2]) await network.last.message(numbered(seq));
    expect(seen).toEqual(['n3', 'n1', 'n2']);
  });
});
