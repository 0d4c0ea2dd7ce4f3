import { Reorder, type Gap, type ReorderOptions } from 'chatwire';
import { describe, expect, it, vi } from 'vitest';
import { ManualTimers } from '../../support/manualTimers.ts';
import { dice, seeds } from '../../support/random.ts';

/** What it delivers of plain numbers, the gaps that it reports, and its timers. */
function make(options: Partial<ReorderOptions<number>> = {}, inside: (number: number) => void = () => {}) {
  const timers = new ManualTimers();
  const delivered: number[] = [];
  const gaps: Gap[] = [];
  const onError = vi.fn();
  const reorder = new Reorder<number>(
    (number) => {
      delivered.push(number);
      inside(number);
    },
    { sequence: (number) => number, onGap: (gap) => gaps.push(gap), onError, timers, ...options },
  );
  const push = (...numbers: number[]) => {
    for (const number of numbers) reorder.push(number);
  };
  return { reorder, push, delivered, gaps, timers, onError };
}

describe('Reorder', () => {
  it('S3.78 C32 delivers 3, 1, 2 as 1, 2, 3, and leaves no timer', () => {
    const { push, delivered, gaps, timers } = make();
    push(3, 1);
    expect(delivered).toEqual([1]);
    push(2);
    expect([delivered, gaps, timers.pending]).toEqual([[1, 2, 3], [], 0]);
  });

  it('S3.78 gives up a gap after the timeout, and reports it', () => {
    const { push, delivered, gaps, timers } = make({ timeout: 500 });
    push(1, 4, 6);
    timers.advance(499);
    expect([delivered, gaps]).toEqual([[1], []]);
    timers.advance(1);
    expect([delivered, gaps]).toEqual([[1, 4], [{ from: 2, to: 3 }]]);
    timers.advance(500);
    expect([delivered, gaps.at(-1)]).toEqual([[1, 4, 6], { from: 5, to: 5 }]);
  });

  it('S3.78 gives each gap its own time', () => {
    const { push, delivered, gaps, timers } = make({ timeout: 500 });
    push(2);
    timers.advance(400);
    push(4, 1);
    timers.advance(400);
    expect([delivered, gaps]).toEqual([[1, 2], []]);
    timers.advance(100);
    expect([delivered, gaps]).toEqual([[1, 2, 4], [{ from: 3, to: 3 }]]);
  });

  it('S3.78 drops what came before, held back or delivered, and what comes too late', () => {
    const { push, delivered, timers } = make();
    push(1, 1, 3, 3);
    timers.advance(1000);
    push(2, 3, 4);
    expect(delivered).toEqual([1, 3, 4]);
  });

  it('G13 asks a function for the number: what has none, or none that is one, is delivered as it comes', () => {
    const numbers = new Map([
      [7, undefined],
      [8, NaN],
      [9, 1.5],
    ]);
    const { push, delivered } = make({ sequence: (it) => (numbers.has(it) ? numbers.get(it) : it) });
    push(2, 7, 8, 9, 1);
    expect(delivered).toEqual([7, 8, 9, 1, 2]);
  });

  it('holds back no more than maxCount: then it gives up at once', () => {
    const { push, delivered, gaps } = make({ maxCount: 2 });
    push(5, 7, 9);
    expect([delivered, gaps]).toEqual([[5], [{ from: 1, to: 4 }]]);
  });

  it('restart() delivers what is held back, and begins with the first number again', () => {
    const { reorder, push, delivered, gaps } = make({ first: 0 });
    push(0, 2);
    reorder.restart();
    push(1, 0);
    expect([delivered, gaps]).toEqual([[0, 2, 0, 1], [{ from: 1, to: 1 }]]);
  });

  it('destroy() drops what is held back, and leaves no timer', () => {
    const { reorder, push, delivered, timers } = make();
    push(2);
    reorder.destroy();
    expect([reorder.size, timers.pending, delivered]).toEqual([0, 0, []]);
  });

  it('W48 reports what throws, and goes on', () => {
    const fail = () => {
      throw new Error('mine');
    };
    const { push, delivered, onError } = make({ onGap: fail }, fail);
    push(2, 1, 5);
    const { timers, push: pushNext } = make({ sequence: fail, onError });
    pushNext(1);
    expect(delivered).toEqual([1, 2]);
    expect(timers.pending).toBe(0);
    expect(onError).toHaveBeenCalledTimes(3);
  });

  it('a receiver may push: nothing is lost, doubled or overtaken', () => {
    const { push, delivered } = make({}, (number) => {
      if (number === 1) push(3, 2);
    });
    push(1);
    expect(delivered).toEqual([1, 2, 3]);
  });

  it.each(seeds(20))('S3.78 seed %i: any order with repeats comes out in order, each once', (seed) => {
    const random = dice(seed);
    const all = Array.from({ length: 60 }, (_, index) => index + 1);
    const shuffled = [...all, ...all]
      .map((number) => ({ number, key: random.next() }))
      .sort((one, other) => one.key - other.key)
      .map(({ number }) => number);
    const { push, delivered, gaps } = make();
    push(...shuffled);
    expect([delivered, gaps]).toEqual([all, []]);
  });

  it.each([
    [{ timeout: -1 }, 'timeout must be a number from 0'],
    [{ maxCount: 0 }, 'maxCount must be a number from 1'],
    [{ first: NaN }, 'first must be a number'],
    [{ sequence: 'id' as never }, 'sequence must be a function'],
    [{ patience: 1 } as never, "no option 'patience'"],
  ])('names what is wrong in %j', (options: Partial<ReorderOptions<number>>, text) => {
    expect(() => make(options)).toThrow(text);
  });
});
