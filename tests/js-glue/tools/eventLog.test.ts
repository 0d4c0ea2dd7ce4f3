import { EventLog, type EventLogOptions, type LoggedEvent } from 'chatwire';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { dice, seeds } from '../../support/random.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const types = (events: LoggedEvent[]) => events.map(({ type }) => type);
const payloads = (events: LoggedEvent[]) => events.map(({ payload }) => payload);

describe('EventLog', () => {
  it('S4.112 S4.114 C30 gives each event a UUID, a Date and a number of its own', () => {
    vi.useFakeTimers({ now: 1234, toFake: ['Date'] });
    const log = new EventLog();
    const first = log.add('a', { n: 1 });
    const second = log.add('a', { n: 1 });
    expect(first).toEqual({
      id: expect.stringMatching(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/),
      type: 'a',
      timestamp: new Date(1234),
      payload: { n: 1 },
      sequence: 1,
    });
    expect(second.sequence).toBe(2);
    expect(second.id).not.toBe(first.id);
  });

  it('S4.115 S4.119 gives events back in the order in which they came: all, or those of a type', () => {
    const log = new EventLog();
    for (const type of ['a', 'b', 'a', '']) log.add(type, undefined);
    expect(types(log.getEvents())).toEqual(['a', 'b', 'a', '']);
    expect(types(log.getEvents('a'))).toEqual(['a', 'a']);
    expect(types(log.getEvents(''))).toEqual(['']);
    expect(log.getEvents('__proto__')).toEqual([]);
  });

  it('W50 S4.119 cannot be corrupted through what it gives out', () => {
    vi.useFakeTimers({ now: 5000, toFake: ['Date'] });
    const log = new EventLog();
    const event = log.add('a', 1);
    log.getEvents().length = 0;
    expect(() => Object.assign(event, { type: 'b' })).toThrow(TypeError);
    event.timestamp.setTime(0);
    expect(types(log.getEvents('a'))).toEqual(['a']);
    expect(log.getEventsSince(5000)).toHaveLength(1);
  });

  it('S4.116 C15 keeps the last 10000, drops the oldest first, and counts them', () => {
    const log = new EventLog();
    for (let n = 1; n <= 10_001; n++) log.add('a', n);
    const events = log.getEvents();
    expect(events).toHaveLength(10_000);
    expect([events[0]?.payload, events.at(-1)?.payload]).toEqual([2, 10_001]);
    expect([log.size, log.dropped]).toEqual([10_000, 1]);
  });

  it('W42 S4.116 costs the same at the cap, however high that is', () => {
    const small = new EventLog({ maxCount: 100 });
    const large = new EventLog({ maxCount: 100_000 });
    for (let n = 0; n < 100_000; n++) large.add('a', n);
    const nanoseconds = (log: EventLog) => {
      const start = performance.now();
      for (let n = 0; n < 2000; n++) log.add('a', n);
      return (performance.now() - start) * 500;
    };
    const best = (log: EventLog) => Math.min(...Array.from({ length: 10 }, () => nanoseconds(log)));
    // Copying 100,000 references for each event would be a hundred times as slow.
    expect(best(large)).toBeLessThan(10 * best(small));
  });

  it('keeps none where it may keep none, and tells them all the same', () => {
    const log = new EventLog({ maxCount: 0 });
    const listener = vi.fn();
    log.subscribe(listener);
    log.add('a', 1);
    expect([log.size, log.dropped, listener.mock.calls.length]).toEqual([0, 1, 1]);
  });

  it('S8 is capped by bytes too: the oldest go, and what alone is too large is told but not kept', () => {
    // 'a' and '"xxxxxxx"': 10 units each.
    const log = new EventLog({ maxBytes: 30 });
    const listener = vi.fn();
    log.subscribe(listener);
    for (const letter of 'stuvw') log.add('a', letter.repeat(7));
    expect(payloads(log.getEvents())).toEqual(['u', 'v', 'w'].map((letter) => letter.repeat(7)));
    log.add('a', 'x'.repeat(18));
    expect(payloads(log.getEvents())).toEqual(['w'.repeat(7), 'x'.repeat(18)].slice(1));
    log.add('a', 'y'.repeat(100));
    expect(log.size).toBe(1);
    expect(log.dropped).toBe(6);
    expect(listener).toHaveBeenCalledTimes(7);
    log.clear();
    for (const letter of 'stu') log.add('a', letter.repeat(7));
    expect(log.size).toBe(3);
  });

  it('B33 refuses what it cannot measure, and is unharmed', () => {
    const cyclic: { self?: unknown } = {};
    cyclic.self = cyclic;
    const measuring = new EventLog({ maxBytes: 1000 });
    expect(() => measuring.add('a', cyclic)).toThrow(expect.objectContaining({ code: 'UNSERIALIZABLE' }));
    expect(() => measuring.add('a', 1n)).toThrow(expect.objectContaining({ code: 'UNSERIALIZABLE' }));
    measuring.add('a', undefined);
    expect(measuring.getEvents().map(({ sequence }) => sequence)).toEqual([1]);
    expect(new EventLog().add('a', cyclic).payload).toBe(cyclic);
  });

  it('S4.120 getEventsSince includes its own moment, and may be narrowed to a type', () => {
    vi.useFakeTimers({ now: 1000, toFake: ['Date'] });
    const log = new EventLog();
    for (const [time, type] of [
      [1000, 'a'],
      [2000, 'a'],
      [2000, 'b'],
      [3000, 'a'],
    ] as const) {
      vi.setSystemTime(time);
      log.add(type, time);
    }
    expect(payloads(log.getEventsSince(new Date(2000)))).toEqual([2000, 2000, 3000]);
    expect(payloads(log.getEventsSince(2001))).toEqual([3000]);
    expect(payloads(log.getEventsSince(new Date(2000), 'a'))).toEqual([2000, 3000]);
    expect(log.getEventsSince(new Date(NaN))).toEqual([]);
  });

  it('F18 finds events by time also where the clock was set back', () => {
    vi.useFakeTimers({ now: 5000, toFake: ['Date'] });
    const log = new EventLog();
    log.add('a', 'early');
    vi.setSystemTime(1000);
    log.add('a', 'late');
    expect(payloads(log.getEventsSince(4000))).toEqual(['early']);
    expect(payloads(log.getEvents({ after: 1 }))).toEqual(['late']);
  });

  it('gives events since a number, and only the newest of them where it is told to', () => {
    const log = new EventLog({ maxCount: 5 });
    for (let n = 1; n <= 8; n++) log.add(n % 2 ? 'odd' : 'even', n);
    expect(payloads(log.getEvents({ after: 6 }))).toEqual([7, 8]);
    expect(payloads(log.getEvents({ after: 1 }))).toEqual([4, 5, 6, 7, 8]);
    expect(payloads(log.getEvents({ after: 4, type: 'odd' }))).toEqual([5, 7]);
    expect(payloads(log.getEvents({ limit: 2 }))).toEqual([7, 8]);
    expect(payloads(log.getEvents({ limit: 1, type: 'odd' }))).toEqual([7]);
    expect(log.getEvents({ limit: 0 })).toEqual([]);
    expect(log.getEvents({ after: 8 })).toEqual([]);
  });

  it('S4.121 clear() forgets the events, and keeps listeners and numbers', () => {
    const log = new EventLog();
    const listener = vi.fn();
    log.subscribe(listener);
    log.add('a', 1);
    log.clear();
    expect([log.size, log.getEvents(), log.dropped]).toEqual([0, [], 0]);
    expect(log.add('a', 2).sequence).toBe(2);
    expect(listener).toHaveBeenCalledTimes(2);
  });

  it.each([
    [{ maxCount: -1 }, 'maxCount'],
    [{ maxCount: NaN }, 'maxCount'],
    [{ maxBytes: '1' }, 'maxBytes'],
    [{ onError: 1 }, 'onError'],
    [{ maxcount: 1 }, 'maxcount'],
    [null, 'EventLog'],
  ])('B32 refuses options that are wrong: %j', (options, name) => {
    const make = () => new EventLog(options as unknown as EventLogOptions);
    expect(make).toThrow(TypeError);
    expect(make).toThrow(name);
  });

  it('W15 takes undefined for not given', () => {
    const log = new EventLog({ maxCount: undefined, maxBytes: undefined, onError: undefined });
    for (let n = 0; n < 10_001; n++) log.add('a', n);
    expect(log.size).toBe(10_000);
  });
});

describe('listeners of an EventLog', () => {
  it('S4.117 W48 one that throws is reported, and stops nobody', () => {
    const onError = vi.fn();
    const log = new EventLog({ onError });
    const other = vi.fn();
    const cause = new Error('of the application');
    log.subscribe(() => {
      throw cause;
    });
    log.subscribe(other);
    const event = log.add('a', 1);
    expect(other).toHaveBeenCalledExactlyOnceWith(event);
    expect(onError).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ code: 'HANDLER_THREW', cause }),
      event,
    );
  });

  it('F38 the console hears of it by default, and of an onError that throws', () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    const throws = () => {
      throw new Error('of the application');
    };
    for (const log of [new EventLog(), new EventLog({ onError: throws })]) {
      log.subscribe(throws);
      log.add('secret', 'secret');
    }
    expect(said).toHaveBeenCalledTimes(2);
    for (const [error] of said.mock.calls) expect(error).toMatchObject({ code: 'HANDLER_THREW' });
    expect(JSON.stringify(said.mock.calls)).not.toContain('secret');
  });

  it('S4.118 W49 each subscription has its own removal, which works once', () => {
    const log = new EventLog();
    const listener = vi.fn();
    const first = log.subscribe(listener);
    log.subscribe(listener);
    log.add('a', 1);
    expect(listener).toHaveBeenCalledTimes(2);
    first();
    first();
    log.add('a', 2);
    expect(listener).toHaveBeenCalledTimes(3);
  });

  it('W47 one that removes itself makes nobody miss an event; one that is removed is not called', () => {
    const log = new EventLog();
    const removed = vi.fn();
    const other = vi.fn();
    const off = log.subscribe(() => {
      off();
      offRemoved();
    });
    const offRemoved = log.subscribe(removed);
    log.subscribe(other);
    log.add('a', 1);
    log.add('a', 2);
    expect(removed).not.toHaveBeenCalled();
    expect(other).toHaveBeenCalledTimes(2);
  });

  it('F39 one that adds an event: all hear all events, in the same order', () => {
    const log = new EventLog();
    const heard: string[][] = [[], []];
    log.subscribe(({ type }) => heard[0]!.push(type));
    log.subscribe(({ type }) => {
      if (type.length < 3) log.add(`${type}x`, 0);
    });
    log.subscribe(({ type }) => heard[1]!.push(type));
    log.add('a', 0);
    expect(heard).toEqual([
      ['a', 'ax', 'axx'],
      ['a', 'ax', 'axx'],
    ]);
    expect(types(log.getEvents())).toEqual(['a', 'ax', 'axx']);
  });

  it('F39 one that comes while events wait to be told hears only what is added after it came', () => {
    const log = new EventLog();
    const late = vi.fn();
    let before: LoggedEvent[] = [];
    const off = log.subscribe(() => {
      off();
      log.add('b', 0);
      before = log.getEvents();
      log.subscribe(late);
      log.add('c', 0);
    });
    log.add('a', 0);
    expect(types(before)).toEqual(['a', 'b']);
    expect(types(late.mock.calls.map(([event]) => event as LoggedEvent))).toEqual(['c']);
  });

  it('F39 one that clears the log leaves it usable', () => {
    const log = new EventLog({ maxCount: 2, maxBytes: 20 });
    log.subscribe(() => log.clear());
    for (let n = 0; n < 10; n++) log.add('a', n);
    expect([log.size, log.dropped]).toEqual([0, 0]);
  });

  it('must be functions', () => {
    expect(() => new EventLog().subscribe(undefined as unknown as () => void)).toThrow(TypeError);
  });
});

interface Listener {
  heard: number[];
  since: number;
  off: () => void;
}

it.each(seeds(30))('an EventLog does what its rules say, whatever it is told: seed %i', (seed) => {
  vi.useFakeTimers({ now: 100_000, toFake: ['Date'] });
  const { below, pick } = dice(seed);
  const maxCount = pick([1, 7, 50]);
  const log = new EventLog<number>({ maxCount, maxBytes: 200 });
  let kept: { type: string; payload: number; time: number; sequence: number; bytes: number }[] = [];
  let sequence = 0;
  const listeners: Listener[] = [];

  const add = () => {
    const [type, payload] = [pick(['a', 'bb']), pick([1, 22, 10 ** 9])];
    const bytes = type.length + JSON.stringify(payload).length;
    kept.push({ type, payload, time: Date.now(), sequence: ++sequence, bytes });
    while (kept.length > maxCount || kept.reduce((sum, each) => sum + each.bytes, 0) > 200) kept.shift();
    log.add(type, payload);
  };
  const actions = {
    add,
    subscribe: () => {
      const listener: Listener = { heard: [], since: sequence, off: () => {} };
      let acts = pick([0, 0, 1, 3]);
      listener.off = log.subscribe((event) => {
        listener.heard.push(event.sequence);
        if (acts-- > 0) act();
        if (below(10) === 0) throw new Error('of the application');
      });
      listeners.push(listener);
    },
    unsubscribe: () => {
      if (listeners.length > 0) pick(listeners).off();
    },
    clear: () => {
      log.clear();
      kept = [];
    },
    // Back as well.
    wait: () => vi.setSystemTime(Date.now() + pick([-500, 1, 10])),
  };
  const act = () =>
    actions[pick(['add', 'add', 'add', 'add', 'subscribe', 'unsubscribe', 'wait', 'clear'] as const)]();

  vi.spyOn(console, 'error').mockImplementation(() => {});
  for (let step = 0; step < 300; step++) {
    act();
    expect(log.size).toBe(kept.length);
    const [since, after, limit] = [Date.now() - below(20), sequence - below(20), below(10)];
    const query = pick([{}, { type: 'a' }, { since }, { after }, { limit }, { type: 'bb', since, limit }]);
    const wanted = kept.filter(
      (each) =>
        (!('type' in query) || each.type === query.type) &&
        (!('since' in query) || each.time >= query.since) &&
        (!('after' in query) || each.sequence > query.after),
    );
    const newest =
      'limit' in query ? wanted.slice(wanted.length - Math.min(query.limit, wanted.length)) : wanted;
    expect(log.getEvents(query).map((event) => event.sequence)).toEqual(newest.map((each) => each.sequence));
  }
  for (const { heard, since } of listeners) {
    // Without a gap, from the one after it came.
    expect(heard).toEqual(heard.map((_, index) => since + 1 + index));
  }
  expect(listeners.some(({ heard }) => heard.length > 20)).toBe(true);
});
