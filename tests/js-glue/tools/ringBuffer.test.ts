import { describe, expect, it } from 'vitest';
import { RingBuffer } from '../../../js-glue/tools/ringBuffer.ts';
import { dice, seeds } from '../../support/random.ts';

const contents = (ring: RingBuffer<number>) =>
  Array.from({ length: ring.size }, (_, index) => ring.at(index));

describe('RingBuffer', () => {
  it('gives nothing where there is nothing', () => {
    const ring = new RingBuffer<number>();
    expect(ring.shift()).toBeUndefined();
    for (let n = 0; n < 16; n++) ring.push(n);
    ring.shift();
    expect([ring.at(-1), ring.at(15), ring.at(16), ring.at(NaN)]).toEqual(Array(4).fill(undefined));
  });

  it.each(seeds(20))('behaves like an array: seed %i', (seed) => {
    const { below } = dice(seed);
    const ring = new RingBuffer<number>();
    const model: number[] = [];
    for (let step = 0; step < 2000; step++) {
      const action = below(100);
      // Up to 800 it grows, then it shrinks.
      if (action < (step < 800 ? 70 : 35)) {
        ring.push(step);
        model.push(step);
      } else if (action < 99) {
        expect(ring.shift()).toBe(model.shift());
      } else {
        ring.clear();
        model.length = 0;
      }
      expect(ring.size).toBe(model.length);
      if (step % 50 === 0) expect(contents(ring)).toEqual(model);
    }
    expect(contents(ring)).toEqual(model);
  });
});
