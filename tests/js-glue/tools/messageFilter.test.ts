import {
  EventLog,
  filtered,
  MessageFilter,
  MessageRouter,
  type Filter,
  type MessageFilterOptions,
  type MessageLike,
} from 'chatwire';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { connectFakeClient } from '../../support/clients.ts';
import { dice, seeds } from '../../support/random.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const yes = () => true;
const no = () => false;
const fail = (error: Error) => {
  throw error;
};

function make(...filters: Filter<MessageLike>[]) {
  const onError = vi.fn();
  const filter = new MessageFilter<MessageLike>({ onError });
  for (const each of filters) filter.add(each);
  return { filter, onError, pass: (type: string) => filter.shouldProcess({ type }) };
}

/** A rate limit on a clock that the test sets. */
function rateOf(maxPerSecond: number) {
  const clock = { now: 0 };
  return { clock, rate: MessageFilter.createRateLimitFilter(maxPerSecond, () => clock.now) };
}

describe('MessageFilter', () => {
  it('S4.157 lets pass what all filters let pass, and everything where there is none', () => {
    expect(make().pass('a')).toBe(true);
    expect(make(yes, yes).pass('a')).toBe(true);
    expect(make(yes, no).pass('a')).toBe(false);
    expect(make(no, yes).pass('a')).toBe(false);
  });

  it('S4.156 gives each filter the message as it is, and asks no further once one said no', () => {
    const asked = vi.fn(no);
    const later = vi.fn(yes);
    const { filter } = make(asked, later);
    const message = { type: 'a', payload: 1, extra: 2 };
    filter.shouldProcess(message);
    expect(asked.mock.calls).toEqual([[message]]);
    expect(later).not.toHaveBeenCalled();
  });

  it.each([undefined, 1, 'yes', {}, Promise.resolve(true)])(
    'S4.157 takes only true for a yes, not %o',
    (answer) => {
      expect(make(() => answer as unknown as boolean).pass('a')).toBe(false);
    },
  );

  it('W63 W49 a filter can be taken out again, each time that it was added', () => {
    const { filter, pass } = make();
    const removals = [filter.add(no), filter.add(no)];
    removals[0]!();
    removals[0]!();
    expect(pass('a')).toBe(false);
    removals[1]!();
    expect(pass('a')).toBe(true);
  });

  it.each([null, undefined, 1, 'text', [], {}, { type: 1 }])(
    'W62 drops and reports what is no message, and asks nobody: %j',
    (value) => {
      const asked = vi.fn(yes);
      const { filter, onError } = make(asked);
      expect(filter.shouldProcess(value)).toBe(false);
      expect(asked).not.toHaveBeenCalled();
      expect(onError).toHaveBeenCalledExactlyOnceWith(expect.any(TypeError), value);
    },
  );

  it('W62 a filter that throws drops the message, and is reported', () => {
    const cause = new Error('of the application');
    const { filter, onError } = make(yes, () => fail(cause));
    const message = { type: 'a' };
    expect(filter.shouldProcess(message)).toBe(false);
    expect(onError).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ code: 'HANDLER_THREW', cause }),
      message,
    );
  });

  it('F38 the console hears of it by default, and of an onError that throws', () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    for (const filter of [new MessageFilter(), new MessageFilter({ onError: fail })]) {
      filter.add(() => fail(new Error('of the application')));
      expect(filter.shouldProcess({ type: 'secret', payload: 'secret' })).toBe(false);
    }
    expect(said).toHaveBeenCalledTimes(2);
    expect(JSON.stringify(said.mock.calls)).not.toContain('secret');
  });

  it('S4.158 createTypeFilter lets only its types pass', () => {
    const allowed = ['a', '__proto__'];
    const { pass } = make(MessageFilter.createTypeFilter(allowed));
    allowed.push('b');
    expect(['a', '__proto__', 'b', 'toString'].map(pass)).toEqual([true, true, false, false]);
    expect(make(MessageFilter.createTypeFilter(new Set(['x']))).pass('x')).toBe(true);
  });

  it.each([
    [() => new MessageFilter({ onError: 1 } as unknown as MessageFilterOptions), 'onError'],
    [() => new MessageFilter({ onerror: yes } as unknown as MessageFilterOptions), 'onerror'],
    [() => new MessageFilter().add(undefined as never), 'filter'],
    [() => MessageFilter.createTypeFilter('abc'), 'allowedTypes'],
    [() => MessageFilter.createTypeFilter(undefined as never), 'allowedTypes'],
    [() => MessageFilter.createRateLimitFilter(undefined as never), 'maxPerSecond'],
    [() => MessageFilter.createRateLimitFilter(-1), 'maxPerSecond'],
    [() => MessageFilter.createRateLimitFilter(NaN), 'maxPerSecond'],
    [() => MessageFilter.createRateLimitFilter(1, 5 as never), 'now'],
  ])('B32 refuses what is wrong: %s', (wrong, name) => {
    expect(wrong).toThrow(TypeError);
    expect(wrong).toThrow(name);
  });
});

describe('createRateLimitFilter', () => {
  it('S4.159 C34 lets so many pass in any second', () => {
    const { clock, rate } = rateOf(2);
    const passesAt = (now: number) => {
      clock.now = now;
      return rate({ type: 'a' });
    };
    expect([0, 400, 999].map(passesAt)).toEqual([true, true, false]);
    // The one of 0 is a second ago, then the one of 400.
    expect([1000, 1001, 1399, 1400, 1401].map(passesAt)).toEqual([true, false, false, true, false]);
  });

  it('W61 does not mind if the wall clock is set', () => {
    vi.useFakeTimers({ now: 1_000_000, toFake: ['Date', 'performance'] });
    const rate = MessageFilter.createRateLimitFilter(1);
    expect(rate({ type: 'a' })).toBe(true);
    vi.setSystemTime(0);
    expect(rate({ type: 'a' })).toBe(false);
    vi.setSystemTime(10_000_000);
    expect(rate({ type: 'a' })).toBe(false);
    vi.advanceTimersByTime(1000);
    expect(rate({ type: 'a' })).toBe(true);
  });

  it('lets nothing pass at 0 and everything at Infinity', () => {
    expect(rateOf(0).rate({ type: 'a' })).toBe(false);
    const { rate } = rateOf(Infinity);
    expect(Array.from({ length: 1000 }, () => rate({ type: 'a' }))).not.toContain(false);
  });

  it('W60 does not count what another filter drops, whichever was added first', () => {
    const { rate } = rateOf(2);
    const { pass } = make(rate, MessageFilter.createTypeFilter(['a']));
    expect(['a', 'b', 'b', 'a', 'a'].map(pass)).toEqual([true, false, false, true, false]);
  });

  it('W60 does not count what another counting filter drops', () => {
    const { rate: wide } = rateOf(3);
    const { rate: narrow, clock } = rateOf(1);
    const { pass } = make(wide, narrow);
    expect(['a', 'a', 'a'].map(pass)).toEqual([true, false, false]);
    clock.now = 1000;
    expect(pass('a')).toBe(true);
    clock.now = 2000;
    expect(pass('a')).toBe(true);
    clock.now = 3000;
    // Three have passed, not five.
    expect(pass('a')).toBe(false);
  });

  it('W60 does not count what a filter that throws drops', () => {
    const { rate } = rateOf(1);
    let broken = true;
    const { pass } = make(rate, () => !broken || fail(new Error('of the application')));
    expect(pass('a')).toBe(false);
    broken = false;
    expect(pass('a')).toBe(true);
  });

  it('counts a message once, also where it was added twice', () => {
    const { rate } = rateOf(2);
    const { pass } = make(rate, rate);
    expect(['a', 'a', 'a'].map(pass)).toEqual([true, true, false]);
  });
});

describe('inside a filter', () => {
  it('W47 filters that come and go count from the next message on, and those that went are not asked', () => {
    const asked: string[] = [];
    const filter = new MessageFilter<MessageLike>();
    const named = (name: string) => () => asked.push(name) > 0;
    const removeSelf = filter.add(() => {
      removeSelf();
      removeNext();
      removeCounting();
      filter.add(named('late'));
      return true;
    });
    const removeNext = filter.add(named('removed'));
    filter.add(named('stays'));
    const removeCounting = filter.add(rateOf(0).rate);
    expect(filter.shouldProcess({ type: 'a' })).toBe(true);
    expect(asked).toEqual(['stays']);
    expect(filter.shouldProcess({ type: 'a' })).toBe(true);
    expect(asked).toEqual(['stays', 'stays', 'late']);
  });

  it('F39 shouldProcess() may be called: a rate limit lets no more pass for it', () => {
    const { rate } = rateOf(1);
    const { filter, pass } = make(rate);
    let inner: boolean | undefined;
    const remove = filter.add(() => {
      remove();
      inner = pass('inner');
      return true;
    });
    expect(pass('outer')).toBe(false);
    expect(inner).toBe(true);
  });

  it('F39 shouldProcess() may be called so deep that the stack ends: the message is dropped', () => {
    const { filter, onError, pass } = make();
    filter.add(({ type }) => pass(type));
    expect(pass('a')).toBe(false);
    expect(onError).toHaveBeenCalled();
  });
});

describe('filtered', () => {
  it('S4.165 puts a filter before a handler, a router or a log of a client', async () => {
    const { client, network } = await connectFakeClient();
    const filter = new MessageFilter();
    filter.add(MessageFilter.createTypeFilter(['a', 'b']));
    const router = new MessageRouter();
    const log = new EventLog();
    const handled: unknown[] = [];
    const routed: unknown[] = [];
    router.add('a', (payload) => routed.push(payload));
    client.subscribe(
      'a',
      filtered(filter, ({ payload }) => handled.push(payload)),
    );
    client.subscribe(
      '*',
      filtered(filter, (message) => router.process(message)),
    );
    const detach = log.attach(client);
    for (const type of ['a', 'b', 'c']) await network.last.message({ type, payload: type });
    expect([handled, routed]).toEqual([['a'], ['a']]);
    expect(log.getEvents().map(({ type, payload }) => [type, payload])).toEqual([
      ['a', 'a'],
      ['b', 'b'],
      ['c', 'c'],
    ]);
    detach();
    await network.last.message({ type: 'a' });
    expect(log.size).toBe(3);
  });
});

it.each(seeds(30))('a rate limit passes as many as its rule says, at any times: seed %i', (seed) => {
  const { below, pick } = dice(seed);
  const max = pick([1, 3, 10]);
  const { clock, rate } = rateOf(max);
  const { pass } = make(rate, MessageFilter.createTypeFilter(['a']));
  let passed: number[] = [];
  let refused = 0;
  for (let step = 0; step < 1000; step++) {
    clock.now += pick([0, 0, 1, below(100), below(500), 1000]);
    const type = pick(['a', 'a', 'b']);
    passed = passed.filter((time) => clock.now - time < 1000);
    const expected = type === 'a' && passed.length < max;
    expect(pass(type)).toBe(expected);
    if (expected) passed.push(clock.now);
    else refused++;
  }
  expect(refused).toBeGreaterThan(100);
});
