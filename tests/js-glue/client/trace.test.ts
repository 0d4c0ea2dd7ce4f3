// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Trace, type TraceEntry } from '../../../js-glue/client/trace.ts';
import { makeFakeClient } from '../../support/clients.ts';
import { fakeNetwork, openNetwork } from '../../support/fakeWebSocket.ts';
import { settle } from '../../support/tasks.ts';
import { until } from '../../support/until.ts';

afterEach(() => {
  vi.useRealTimers();
});

/** What is left of the entries without their times, which no two runs share. */
const events = (entries: TraceEntry[]) =>
  entries.map(({ time: _time, elapsed: _elapsed, ...event }) => event);

describe('Trace', () => {
  it('keeps the newest 256 entries, oldest first', () => {
    const trace = new Trace();
    for (let code = 0; code < 300; code++) trace.add({ kind: 'failure', code: `${code}` });
    const codes = events(trace.entries()).map((event) => 'code' in event && event.code);
    expect(codes).toEqual(Array.from({ length: 256 }, (_, index) => `${index + 44}`));
  });

  it('F17 F18 times each entry by the wall clock and by one that cannot be set', () => {
    vi.useFakeTimers({ now: 5000, toFake: ['Date', 'performance'] });
    const trace = new Trace();
    vi.advanceTimersByTime(40);
    trace.add({ kind: 'open' });
    vi.setSystemTime(1000);
    vi.advanceTimersByTime(2);
    trace.add({ kind: 'open' });
    expect(trace.entries()).toEqual([
      { kind: 'open', time: 5040, elapsed: 40 },
      { kind: 'open', time: 1002, elapsed: 42 },
    ]);
  });

  it('counts messages that are dropped one after the other for the same reason in one entry', () => {
    const trace = new Trace();
    for (let n = 0; n < 1000; n++) trace.add({ kind: 'dropped', reason: 'OUTBOX_OVERFLOW', count: 1 });
    trace.add({ kind: 'dropped', reason: 'DISCONNECTED', count: 1 });
    trace.add({ kind: 'open' });
    trace.add({ kind: 'dropped', reason: 'DISCONNECTED', count: 1 });
    expect(events(trace.entries())).toEqual([
      { kind: 'dropped', reason: 'OUTBOX_OVERFLOW', count: 1000 },
      { kind: 'dropped', reason: 'DISCONNECTED', count: 1 },
      { kind: 'open' },
      { kind: 'dropped', reason: 'DISCONNECTED', count: 1 },
    ]);
  });

  it('W50 hands out copies', () => {
    const trace = new Trace();
    trace.add({ kind: 'dropped', reason: 'DESTROYED', count: 1 });
    const [entry] = trace.entries();
    Object.assign(entry!, { reason: 'changed' });
    trace.entries().pop();
    expect(events(trace.entries())).toEqual([{ kind: 'dropped', reason: 'DESTROYED', count: 1 }]);
  });
});

describe('client.trace()', () => {
  it('tells a life in the order in which it happened', async () => {
    const { client, network } = makeFakeClient({ outbox: { maxCount: 1 } }, openNetwork());
    expect(client.trace()).toEqual([]);
    await client.connect();
    window.dispatchEvent(new Event('offline'));
    await network.last.end(1011, 'oops');
    for (let n = 0; n < 4; n++) client.send('waits');
    await until(() => network.sockets.length === 2, 'the retry');
    await until(() => client.state === 'connected', 'the link');
    client.send('sent');
    client.disconnect(4000, 'bye');
    await settle();
    client.destroy();
    expect(events(client.trace())).toEqual([
      { kind: 'state', from: 'idle', to: 'connecting', reason: 'NONE' },
      { kind: 'state', from: 'connecting', to: 'connected', reason: 'NONE' },
      { kind: 'open' },
      { kind: 'hint', hint: 'offline' },
      { kind: 'close', code: 1011, reason: 'oops', wasClean: true, wasOpen: true },
      { kind: 'state', from: 'connected', to: 'reconnecting', reason: 'CONNECTION_LOST' },
      { kind: 'retry', attempt: 1, delay: 10 },
      { kind: 'dropped', reason: 'OUTBOX_OVERFLOW', count: 3 },
      { kind: 'state', from: 'reconnecting', to: 'connecting', reason: 'NONE' },
      { kind: 'state', from: 'connecting', to: 'connected', reason: 'NONE' },
      { kind: 'open' },
      { kind: 'state', from: 'connected', to: 'closing', reason: 'NONE' },
      { kind: 'close', code: 4000, reason: 'bye', wasClean: true, wasOpen: true },
      { kind: 'state', from: 'closing', to: 'closed', reason: 'NONE' },
      { kind: 'state', from: 'closed', to: 'closed', reason: 'DESTROYED' },
    ]);
  });

  it('has the failure that a client gave up with, and can still be read after destroy()', async () => {
    const network = fakeNetwork((socket) => void socket.fail());
    const { client } = makeFakeClient({ reconnect: { maxAttempts: 0 } }, network);
    await client.connect().catch(() => {});
    await until(() => client.state === 'failed', 'the end');
    client.send('waits');
    client.destroy();
    expect(events(client.trace()).slice(1)).toEqual([
      { kind: 'failure', code: 'CONNECTION_LOST' },
      { kind: 'close', code: 1006, reason: '', wasClean: false, wasOpen: false },
      { kind: 'state', from: 'connecting', to: 'failed', reason: 'ATTEMPTS_EXHAUSTED' },
      { kind: 'failure', code: 'ATTEMPTS_EXHAUSTED' },
      { kind: 'dropped', reason: 'DESTROYED', count: 1 },
      { kind: 'state', from: 'failed', to: 'closed', reason: 'DESTROYED' },
    ]);
  });

  it('S3 holds no URL, no credential and no payload, and is plain data', async () => {
    const canary = 'canary-5f1c';
    const network = openNetwork();
    const { client } = makeFakeClient(
      {
        url: `ws://server.test/ws?token=${canary}`,
        auth: { firstFrame: () => ({ type: 'auth', payload: { token: canary } }) },
        outbox: { maxCount: 1 },
      },
      network,
    );
    void client.connect();
    await until(() => client.state === 'authenticating', 'the socket');
    client.send('a', canary);
    client.send('b', canary);
    await network.last.message(canary);
    await network.last.fail();
    client.destroy();
    const trace = client.trace();
    expect(trace.map(({ kind }) => kind)).toContain('dropped');
    expect(JSON.stringify(trace)).not.toContain(canary);
    expect(JSON.parse(JSON.stringify(trace))).toEqual(trace);
  });

  it('tells that a hostile listener destroyed the client from inside', async () => {
    const { client } = makeFakeClient({}, openNetwork());
    client.on('state', () => client.destroy());
    await client.connect().catch(() => {});
    await settle();
    expect(events(client.trace())).toEqual([
      { kind: 'state', from: 'idle', to: 'connecting', reason: 'NONE' },
      { kind: 'state', from: 'connecting', to: 'closed', reason: 'DESTROYED' },
    ]);
  });
});
