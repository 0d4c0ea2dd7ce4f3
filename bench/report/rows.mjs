/** Figures as people read them: three digits that count, or a whole number. */
export function figure(value) {
  if (value === 0) return '0';
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-US');
  return value.toPrecision(3);
}

/** The row's cells: who, figure, ratio to the floor, and how far the middle half of the rounds reaches. */
export function cells({ name, median, low, high, ratio, ratioLow, ratioHigh }, unit) {
  const range = ratio === undefined ? [low, high].map(figure) : [ratioLow, ratioHigh].map(times);
  return [
    name,
    `${figure(median)} ${unit}`.trim(),
    ratio === undefined ? '' : `${times(ratio)} ×`,
    range[0] === range[1] ? '' : range.join(' to '),
  ];
}

export const times = (ratio) => (ratio >= 100 ? ratio.toFixed(0) : ratio.toFixed(2));

/** "4 cores (…), 16 GiB, Linux 6.1": one line of where a section was measured. */
export function place({ machine, load, versions, date, seconds, commit }) {
  const { cores, processor, memory, system } = machine;
  const chromium = versions.chromium ? `, Chromium ${versions.chromium}` : '';
  return (
    `${date.slice(0, 16).replace('T', ' ')} UTC, commit ${commit}, ${seconds} s on ${cores} cores (${processor}), ${memory}, ` +
    `${system}, Node ${versions.node}${chromium}. Load average ${load[0]} before and ${load[1]} after` +
    (Math.max(...load) > cores
      ? ': the machine had other work, so trust ratios, and small differences not at all.'
      : '.')
  );
}
