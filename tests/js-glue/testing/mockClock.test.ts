import { createMockClock, type Duration } from 'chatwire/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { settle } from '../../support/tasks.ts';

describe('a mock clock', () => {
  it('stands still until it is moved', async () => {
    const clock = createMockClock(new Date('2026-01-01T00:00:00Z'));
    await settle();
    expect(clock.now()).toBe(0);
    await clock.advance('1.5s');
    expect(clock.now()).toBe(1500);
    expect(new Date(clock.date()).toISOString()).toBe('2026-01-01T00:00:01.500Z');
  });

  it.each<[Duration, number]>([
    [0, 0],
    [250, 250],
    ['250ms', 250],
    ['1.5s', 1500],
    ['10m', 600_000],
    ['2h', 7_200_000],
  ])('takes %s for %i milliseconds', async (duration, expected) => {
    const clock = createMockClock();
    await clock.advance(duration);
    expect(clock.now()).toBe(expected);
  });

  it.each([-1, NaN, '', '10', 'm', '10 minutes', '1d', undefined])('refuses %s as a duration', (duration) => {
    expect(() => createMockClock().advance(duration as Duration)).toThrow(TypeError);
  });

  it('fires what falls due one after the other, each at its time, with what promises make of it', async () => {
    const clock = createMockClock();
    const fired: [string, number][] = [];
    const note = (name: string) => fired.push([name, clock.now()]);
    clock.setTimeout(() => note('late'), 300);
    clock.setTimeout(() => {
      note('early');
      void Promise.resolve()
        .then(() => {})
        .then(() => clock.setTimeout(() => note('between'), 50));
    }, 100);
    clock.setTimeout(() => note('also early'), 100);
    clock.setTimeout(() => note('never'), 1001);
    clock.clearTimeout(clock.setTimeout(() => note('cleared'), 10));
    await clock.advance('1s');
    expect(fired).toEqual([
      ['early', 100],
      ['also early', 100],
      ['between', 150],
      ['late', 300],
    ]);
    expect(clock.pending).toBe(1);
  });

  it('fires by itself what is due now, in a task of its own', async () => {
    const clock = createMockClock();
    const fired: string[] = [];
    clock.setTimeout(() => {
      fired.push('first');
      clock.setTimeout(() => fired.push('second'), 0);
    }, 0);
    expect(fired).toEqual([]);
    await settle();
    expect(fired).toEqual(['first', 'second']);
  });

  it('makes one move after the other, however many are asked for at once', async () => {
    const clock = createMockClock();
    const times: number[] = [];
    clock.setTimeout(() => times.push(clock.now()), 150);
    await Promise.all([clock.advance(100), clock.advance(100)]);
    expect(times).toEqual([150]);
    expect(clock.now()).toBe(200);
  });

  it('moves until a condition is met, and says so where it never is', async () => {
    const clock = createMockClock();
    let isThere = false;
    clock.setTimeout(() => (isThere = true), 1234);
    clock.setTimeout(() => {}, 2000);
    await clock.advanceUntil(() => isThere);
    expect(clock.now()).toBe(1234);
    await expect(clock.advanceUntil(() => false, '1m')).rejects.toThrow('waited in vain for 1m');
    expect(clock.now()).toBe(61_234);
  });

  it('rejects with what a callback throws, and goes on afterwards', async () => {
    const clock = createMockClock();
    const later = vi.fn();
    clock.setTimeout(() => {
      throw new Error('wrong answer');
    }, 10);
    clock.setTimeout(later, 10);
    await expect(clock.advance(10)).rejects.toThrow('wrong answer');
    await settle();
    expect(later).toHaveBeenCalledOnce();
    await clock.advance(10);
    expect(clock.now()).toBe(20);
  });
});

describe('a mock clock under fake timers', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is moved by them', async () => {
    const clock = createMockClock();
    const fired = vi.fn();
    clock.setTimeout(fired, 100);
    clock.clearTimeout(clock.setTimeout(fired, 50));
    const before = clock.now();
    await vi.advanceTimersByTimeAsync(100);
    expect(fired).toHaveBeenCalledOnce();
    expect(clock.now() - before).toBe(100);
    expect(clock.date()).toBe(Date.now());
  });

  it('moves them', async () => {
    const clock = createMockClock();
    const theirs = vi.fn();
    setTimeout(theirs, 60_000);
    await clock.advance('1m');
    expect(theirs).toHaveBeenCalledOnce();
    setTimeout(theirs, 2000);
    await clock.advanceUntil(() => theirs.mock.calls.length === 2);
    await expect(clock.advanceUntil(() => false, '1s')).rejects.toThrow('in vain');
  });
});
