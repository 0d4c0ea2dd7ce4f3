import { figure, times } from './rows.mjs';

const row = 22;
const left = 250;
const bars = 400;
const right = 150;

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Horizontal bars with the floor as a line, in colours for light and dark pages. */
export function plot({ title, unit, rows, higherIsBetter }) {
  const values = rows.map(({ ratio, median }) => ratio ?? median);
  const scale = bars / Math.max(...values, Number.MIN_VALUE);
  const height = 62 + rows.length * row;
  const width = left + bars + right;
  const hasFloor = rows[0]?.ratio !== undefined;
  const middle = 40;
  const better = `${higherIsBetter ? 'more' : 'less'} is better`;
  const lines = rows.map((each, index) => {
    const top = middle + index * row;
    const own = each.name.startsWith('chatwire') ? ' own' : '';
    const length = Math.max(1, values[index] * scale);
    const label = `${figure(each.median)} ${unit}${each.ratio === undefined ? '' : `, ${times(each.ratio)} ×`}`;
    return [
      `<text class="name${own}" x="${left - 8}" y="${top + 14}">${escaped(each.name)}</text>`,
      `<rect class="bar${own}" x="${left}" y="${top + 3}" width="${length.toFixed(1)}" height="${row - 7}" rx="2"/>`,
      `<text class="value" x="${(left + length + 6).toFixed(1)}" y="${top + 14}">${escaped(label)}</text>`,
    ].join('\n');
  });
  const floor = left + scale;
  const line = `<line class="floor" x1="${floor.toFixed(1)}" x2="${floor.toFixed(1)}" y1="${middle - 2}" y2="${height - 18}"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(title)}">
<style>
text { font: 12px system-ui, sans-serif; fill: #333 }
.title { font-weight: 600 } .name { text-anchor: end } .name.own { font-weight: 600 }
.value, .hint { fill: #666 } .bar { fill: #a9b4c2 } .bar.own { fill: #0a7d5a } .floor { stroke: #c2410c; stroke-dasharray: 3 3 }
@media (prefers-color-scheme: dark) {
text { fill: #ddd } .value, .hint { fill: #aaa } .bar { fill: #566272 } .bar.own { fill: #34c796 } .floor { stroke: #fb923c }
}
</style>
<text class="title" x="8" y="20">${escaped(title)}</text>
${lines.join('\n')}
${hasFloor ? line : ''}
<text class="hint" x="${left}" y="${height - 4}">${hasFloor ? `dashed: ${escaped(rows[0].name)}; ` : ''}${better}</text>
</svg>
`;
}
