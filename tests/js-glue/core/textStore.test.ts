import { afterEach, describe, expect, it, vi } from 'vitest';
import type { StoredFrame } from '../../../js-glue/core/handle.ts';
import { TextStore } from '../../../js-glue/core/textStore.ts';

const frame = (sequence: number, text = `t${sequence}`) => ({ sequence, text, receivedAt: sequence * 1000 });
const add = (store: TextStore, { text, sequence, receivedAt }: StoredFrame, oldestKept: number) =>
  store.add(text, sequence, receivedAt, oldestKept);
const all = (store: TextStore): StoredFrame[] => [...store.newestFirst()].reverse();
const numbers = (store: TextStore) => all(store).map(({ sequence }) => sequence);

/** Adds so many texts, so many milliseconds apart, of which the newest are kept: how many strings were made of them. */
function joins(
  store: TextStore,
  { count, interval, kept }: { count: number; interval: number; kept: number },
) {
  const join = vi.spyOn(Array.prototype, 'join');
  for (let sequence = 1; sequence <= count; sequence++)
    store.add('x'.repeat(245), sequence, 1.7e12 + sequence * interval, Math.max(1, sequence - kept + 1));
  return join.mock.calls.length;
}

describe('TextStore', () => {
  afterEach(() => vi.restoreAllMocks());

  it('gives back what it was given, newest first', () => {
    const store = new TextStore();
    for (const sequence of [1, 2, 3]) add(store, frame(sequence), 1);
    expect([...store.newestFirst()]).toEqual([frame(3), frame(2), frame(1)]);
  });

  it('holds a window of any size over any number of texts', () => {
    const store = new TextStore();
    for (let sequence = 1; sequence <= 5000; sequence++) {
      add(store, frame(sequence), Math.max(1, sequence - 99));
      if (sequence % 250 !== 0) continue;
      expect(all(store)).toEqual(Array.from({ length: 100 }, (_, index) => frame(sequence - 99 + index)));
    }
  });

  it('B13 keeps texts of all widths and lengths as they are, whatever stands beside them', () => {
    const store = new TextStore();
    const kinds = [
      '',
      'plain',
      'caf\u00e9',
      '\u4f60\u597d',
      '\u{1f600}',
      '\ud83d',
      '\0',
      'x'.repeat(5000),
      '\u20ac'.repeat(20_000),
    ];
    const frames = Array.from({ length: 500 }, (_, index) => frame(index + 1, `${kinds[(index * 7) % 9]}`));
    for (const each of frames) add(store, each, 1);
    expect(all(store)).toEqual(frames);
  });

  it.each(['x', '\u20ac'])('B13 joins a text of any length with short ones: %s', (character) => {
    const store = new TextStore();
    const frames = Array.from({ length: 1000 }, (_, index) => {
      const isLong = index % 200 === 150;
      return frame(index + 1, isLong ? character.repeat(40_000 + index) : `short ${index}`);
    });
    const join = vi.spyOn(Array.prototype, 'join');
    for (const each of frames) add(store, each, 1);
    expect(join.mock.calls.length).toBeGreaterThan(0);
    expect(all(store)).toEqual(frames);
  });

  it('joins no text of a burst that goes within a second', () => {
    expect(joins(new TextStore(), { count: 100_000, interval: 0.001, kept: 1000 })).toBe(0);
  });

  it('joins each text that stays for longer once, 256 at a time', () => {
    expect(joins(new TextStore(), { count: 2560, interval: 10, kept: 1000 })).toBe(9);
  });

  it('joins each text of a burst once where so many are kept that none goes soon', () => {
    expect(joins(new TextStore(), { count: 2560, interval: 0, kept: 2000 })).toBe(9);
  });

  it('joins no long texts, which would gain nothing', () => {
    const store = new TextStore();
    const join = vi.spyOn(Array.prototype, 'join');
    for (let sequence = 1; sequence <= 1000; sequence++)
      add(store, frame(sequence, 'x'.repeat(2048)), Math.max(1, sequence - 99));
    expect(join).not.toHaveBeenCalled();
    expect(numbers(store)).toHaveLength(100);
  });

  it('forgets what the core keeps no longer, and only that', () => {
    const store = new TextStore();
    for (const sequence of [1, 2, 5]) add(store, frame(sequence), 1);
    add(store, frame(6), 5);
    expect(numbers(store)).toEqual([5, 6]);
  });

  it('C15 is told how far back texts are kept when it is asked for them, where it was not told with each', () => {
    const store = new TextStore();
    for (let sequence = 1; sequence <= 600; sequence++)
      add(store, frame(sequence), sequence === 300 ? 100 : 0);
    expect(numbers(store)[0]).toBe(100);
    expect([...store.newestFirst(590)].map(({ sequence }) => sequence).at(-1)).toBe(590);
    expect(numbers(store)).toHaveLength(11);
  });

  it('knows the numbers of texts between which some are missing', () => {
    const store = new TextStore();
    const kept = Array.from({ length: 300 }, (_, index) => index + 1).filter(
      (n) => n % 70 !== 0 && n % 71 !== 0,
    );
    for (const sequence of kept) add(store, frame(sequence), 1);
    expect(numbers(store)).toEqual(kept);
    add(store, frame(400), 150);
    expect(numbers(store)).toEqual([...kept.filter((n) => n >= 150), 400]);
  });

  it('F18 knows when each came, also where the clock was set by years', () => {
    const store = new TextStore();
    const times = [1.7e12, 1.7e12 + 1, 1.7e12 - 5000, 0, 4e12, 4e12 + 2 ** 31 - 1, 4e12 + 2 ** 31];
    const frames = times.map((receivedAt, index) => ({ ...frame(index + 1), receivedAt }));
    for (const each of frames) add(store, each, 1);
    // So many that they are joined.
    for (let sequence = 8; sequence <= 600; sequence++)
      add(store, { ...frame(sequence), receivedAt: 4e12 }, 1);
    expect(all(store).slice(0, 7)).toEqual(frames);
  });

  it('is empty when the core keeps none any more, and goes on', () => {
    const store = new TextStore();
    for (let sequence = 1; sequence <= 100; sequence++) add(store, frame(sequence), 1);
    expect([...store.newestFirst(101)]).toEqual([]);
    add(store, frame(101), 101);
    expect(all(store)).toEqual([frame(101)]);
  });

  it('is empty after clear, and goes on', () => {
    const store = new TextStore();
    for (let sequence = 1; sequence <= 100; sequence++) add(store, frame(sequence), 1);
    store.clear();
    expect(all(store)).toEqual([]);
    add(store, frame(101), 101);
    expect(all(store)).toEqual([frame(101)]);
  });
});
