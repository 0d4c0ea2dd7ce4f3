import { afterEach, describe, expect, it, vi } from 'vitest';
import { DeferredCore } from '../../../js-glue/core/deferredCore.ts';
import { normalTerms, type CoreHandle } from '../../../js-glue/core/handle.ts';

/** A core that notes what it is called for. */
function recorder(onCall: (name: string) => void = () => {}) {
  const calls: unknown[][] = [];
  const core = new Proxy({} as CoreHandle, {
    get:
      (_target, name: string) =>
      (...parameters: unknown[]) => {
        calls.push([name, ...parameters]);
        onCall(name);
        return name === 'history' ? [{ sequence: 1, text: '{}', receivedAt: 0 }] : undefined;
      },
  });
  return { core, calls };
}

afterEach(() => {
  vi.useRealTimers();
});

const request = { number: 4, text: '{"type":"b","id":"x"}', answerId: 'x', timeout: 1000 };

describe('DeferredCore', () => {
  it('makes the calls in their order once there is a core', () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const deferred = new DeferredCore();
    deferred.subscribe('a', 1);
    deferred.wantAll(true);
    deferred.connect(1);
    deferred.send(1, '{"type":"a"}');
    deferred.request(request);
    deferred.cancelRequest(4);
    deferred.matched(4);
    deferred.send(2, 'text', { priority: 0, ttl: Infinity });
    deferred.cancel(2);
    deferred.unsubscribe('a');
    deferred.dial(1, 'ws://server.test', [], {});
    deferred.authenticate(1, 'auth', '', Infinity);
    deferred.withhold(1, false);
    deferred.renewCredentials();
    deferred.decideRetry(1, true);
    deferred.disconnect(1000, 'bye');
    const { core, calls } = recorder();
    deferred.attach(core);
    expect(calls).toEqual([
      ['subscribe', 'a', 1],
      ['wantAll', true],
      ['connect', 1],
      ['send', 1, '{"type":"a"}', normalTerms],
      ['request', request, normalTerms],
      ['cancelRequest', 4],
      ['matched', 4],
      ['send', 2, 'text', { priority: 0, ttl: Infinity }],
      ['cancel', 2],
      ['unsubscribe', 'a'],
      ['dial', 1, 'ws://server.test', [], {}],
      ['authenticate', 1, 'auth', '', Infinity],
      ['withhold', 1, false],
      ['renewCredentials'],
      ['decideRetry', 1, true],
      ['disconnect', 1000, 'bye'],
    ]);
  });

  it('keeps the order when a call that was waiting causes another one', () => {
    const deferred = new DeferredCore();
    deferred.connect(1);
    deferred.send(1, 'first');
    const { core, calls } = recorder((name) => {
      if (name === 'connect') deferred.send(2, 'second');
    });
    deferred.attach(core);
    expect(calls.map((call) => call.slice(0, 3))).toEqual([
      ['connect', 1],
      ['send', 1, 'first'],
      ['send', 2, 'second'],
    ]);
  });

  it('F43 lets later calls wait for the next core when the first has crashed, even of one of them', () => {
    const deferred = new DeferredCore();
    deferred.connect(1);
    deferred.send(1, 'lost');
    const crashed = recorder(() => {
      deferred.detach();
      deferred.subscribe('a', 1);
    });
    deferred.attach(crashed.core);
    deferred.send(2, 'kept');
    expect(crashed.calls).toEqual([['connect', 1]]);
    const next = recorder();
    deferred.attach(next.core);
    deferred.connect(1);
    expect(next.calls).toEqual([
      ['subscribe', 'a', 1],
      ['send', 2, 'kept', normalTerms],
      ['connect', 1],
    ]);
  });

  it('makes no further call when one of them destroys it', () => {
    const deferred = new DeferredCore();
    deferred.connect(1);
    deferred.send(1, 'first');
    const { core, calls } = recorder((name) => {
      if (name === 'connect') deferred.destroy();
    });
    deferred.attach(core);
    expect(calls).toEqual([['connect', 1], ['destroy']]);
  });

  it('takes the wait for the core off a time to live, and off the time of a request', () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const deferred = new DeferredCore();
    deferred.send(1, '{"type":"a"}', { priority: 2, ttl: 100 });
    deferred.request(request, { priority: 2, ttl: 90 });
    deferred.request({ ...request, timeout: 25 });
    deferred.send(2, 'text', { priority: 0, ttl: 20 });
    vi.advanceTimersByTime(30);
    const { core, calls } = recorder();
    deferred.attach(core);
    deferred.send(3, 'later', { priority: 1, ttl: 20 });
    expect(calls).toEqual([
      ['send', 1, '{"type":"a"}', { priority: 2, ttl: 70 }],
      ['request', { ...request, timeout: 970 }, { priority: 2, ttl: 60 }],
      ['request', { ...request, timeout: 0 }, normalTerms],
      ['send', 2, 'text', { priority: 0, ttl: 0 }],
      ['send', 3, 'later', { priority: 1, ttl: 20 }],
    ]);
  });

  it('passes calls on at once afterwards', () => {
    const deferred = new DeferredCore();
    const { core, calls } = recorder();
    deferred.attach(core);
    deferred.connect(1);
    deferred.clearHistory();
    expect(calls).toEqual([['connect', 1], ['clearHistory']]);
    expect(deferred.history({})).toHaveLength(1);
  });

  it('has nothing to tell before there is a core', () => {
    const deferred = new DeferredCore();
    deferred.clearHistory();
    expect(deferred.history({})).toEqual([]);
    expect(deferred.stats()).toMatchObject({ received: 0, sent: 0, queuedCount: 0 });
  });

  it('forgets what waits when it is destroyed, and takes nothing more', () => {
    const deferred = new DeferredCore();
    deferred.connect(1);
    deferred.destroy();
    deferred.send(1, 'late');
    const { core, calls } = recorder();
    deferred.attach(core);
    expect(calls).toEqual([]);
  });
});
