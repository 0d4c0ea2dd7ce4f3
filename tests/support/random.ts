/** Dice for a test that runs through many cases: the same seed, the same cases. */
export interface Dice {
  /** From 0 up to, but not including, 1. */
  readonly next: () => number;
  /** A whole number from 0 up to, but not including, `end`. */
  readonly below: (end: number) => number;
  /** One of them. */
  readonly pick: <Item>(items: readonly Item[]) => Item;
}

/** A linear congruential generator of 32 bits, of which the upper ones are used. */
export function dice(seed: number): Dice {
  let state = seed >>> 0;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) / 2 ** 24;
  };
  const below = (end: number) => Math.floor(next() * end);
  return { next, below, pick: (items) => items[below(items.length)]! };
}

export const seeds = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
