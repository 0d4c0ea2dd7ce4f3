import { describe, expect, it } from 'vitest';
import { TextStore } from '../../../js-glue/core/textStore.ts';

const frame = (sequence: number) => ({ sequence, text: `t${sequence}`, receivedAt: sequence });
const texts = (store: TextStore, ...sequences: number[]) => store.take(sequences).map(({ text }) => text);

describe('TextStore', () => {
  it('gives back by number, oldest first', () => {
    const store = new TextStore();
    for (const sequence of [1, 2, 3]) store.add(frame(sequence), 1);
    expect(store.take([3, 1])).toEqual([frame(1), frame(3)]);
  });

  it('holds a window of any size over any number of texts', () => {
    const store = new TextStore();
    for (let sequence = 1; sequence <= 5000; sequence++) {
      store.add(frame(sequence), Math.max(1, sequence - 99));
      if (sequence % 250 !== 0) continue;
      const kept = Array.from({ length: 100 }, (_, index) => sequence - 99 + index);
      expect(store.take([sequence - 100, ...kept])).toEqual(kept.map(frame));
    }
  });

  it('forgets what the core keeps no longer, and only that', () => {
    const store = new TextStore();
    for (const sequence of [1, 2, 5]) store.add(frame(sequence), 1);
    store.add(frame(6), 5);
    expect(texts(store, 1, 2, 5, 6)).toEqual(['t5', 't6']);
  });

  it('leaves out what it never had', () => {
    expect(texts(new TextStore(), 1)).toEqual([]);
  });

  it('is empty after clear', () => {
    const store = new TextStore();
    store.add(frame(1), 1);
    store.clear();
    expect(texts(store, 1)).toEqual([]);
  });
});
