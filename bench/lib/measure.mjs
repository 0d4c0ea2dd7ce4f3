/**
 * Runs the contenders in turn, round after round, so that what the machine does meanwhile hits them all; each round begins
 * with another one. `sample(contender)` gives a number, or an object of numbers by metric. The warm-up is not counted.
 * Returns one list of samples per contender, in the order of the rounds.
 */
export async function interleave(contenders, { rounds, warmUp = 1, sample }) {
  const samples = contenders.map(() => []);
  for (let round = -warmUp; round < rounds; round++) {
    for (let turn = 0; turn < contenders.length; turn++) {
      const index = (turn + round + warmUp) % contenders.length;
      const value = await sample(contenders[index]);
      if (round >= 0) samples[index].push(value);
    }
  }
  return samples;
}

/**
 * One row per contender: the median and the quartiles of its samples, and of their ratios to the floor's sample of the same
 * round. Ratios within a round are steadier than times where a machine has other work too.
 */
export function compare(names, samples, { floor = names[0], notes = {} } = {}) {
  const base = samples[names.indexOf(floor)];
  return names.map((name, index) => {
    const row = { name, ...spread(samples[index]) };
    if (base?.every((value) => value > 0)) {
      const { median, low, high } = spread(samples[index].map((value, round) => value / base[round]));
      Object.assign(row, { ratio: median, ratioLow: low, ratioHigh: high });
    }
    if (notes[name]) row.note = notes[name];
    return row;
  });
}

/** Median and quartiles. */
export function spread(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share) => {
    const place = share * (sorted.length - 1);
    const below = Math.floor(place);
    const above = Math.ceil(place);
    return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
  };
  return { median: at(0.5), low: at(0.25), high: at(0.75) };
}

/** Lets go of what the contender before has left: who comes next must not pay for it. Wants `--expose-gc`. */
export function tidy() {
  globalThis.gc({ type: 'minor' });
}
