import { cells, figure, place, times } from './rows.mjs';

const table = (head, lines) =>
  [head, head.map((_, index) => (index === 0 ? '---' : '--:')), ...lines]
    .map((line) => `| ${line.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');

/** The whole of the results. */
export function report(sections, plots) {
  const versions = Object.assign({}, ...sections.map((section) => section.versions));
  return [
    '# Results',
    '`npm run bench` wrote this page; nothing in it was written by hand. Each figure is the median of interleaved rounds. A ' +
      'ratio is the median of the ratios to the floor’s figure of the same round, and the range behind it holds the middle ' +
      'half of the rounds. Rows where Chatwire loses stay in.',
    ...sections.map((section) => part(section, plots)),
    '## Versions',
    table(['package', 'version'], Object.entries(versions)),
    '',
  ].join('\n\n');
}

function part(section, plots) {
  const groups = section.groups.map((group) => {
    const { title, unit, rows, note } = group;
    const hasNotes = rows.some((row) => row.note);
    const lines = rows.map((row) => [...cells(row, unit), ...(hasNotes ? [row.note ?? ''] : [])]);
    const head = ['', 'median', 'ratio', 'middle half', ...(hasNotes ? ['note'] : [])];
    const image = plots.get(group);
    return [`### ${title}`, image && `![${title}](${image})`, table(head, lines), note]
      .filter(Boolean)
      .join('\n\n');
  });
  const leftOut = Object.entries(section.leftOut).map(([name, reason]) => `- Left out: ${name}: ${reason}.`);
  return [`## ${section.title}`, section.about, place(section), ...groups, leftOut.join('\n')]
    .filter(Boolean)
    .join('\n\n');
}

/** The main rows: Chatwire, the best and the middle one of the peers, as multiples of what is written by hand. */
export function summary(sections) {
  const groups = sections.flatMap((section) => section.groups).filter(({ headline }) => headline);
  const lines = groups.map(({ title, unit, rows, higherIsBetter }) => {
    const [first, ...others] = rows;
    // Sizes have no floor.
    const [floor, rest] = first.name.startsWith('chatwire') ? [undefined, rows] : [first, others];
    const value = ({ ratio, median }) => ratio ?? median;
    const peers = rest.filter(({ name }) => !name.startsWith('chatwire') && name !== 'first characters');
    peers.sort((a, b) => (value(a) - value(b)) * (higherIsBetter ? -1 : 1));
    const own = rest.filter(({ name }) => name.startsWith('chatwire'));
    const shown = (row) =>
      row.ratio === undefined ? `${figure(row.median)} ${unit}`.trim() : `${times(row.ratio)} ×`;
    const named = (row) => (row ? `${shown(row)} (${row.name})` : '');
    return [
      title + (higherIsBetter ? ' (more is better)' : ''),
      floor ? `${figure(floor.median)} ${unit}`.trim() : '',
      own.map((row) => shown(row) + row.name.replace(/^chatwire,?/, '')).join('; '),
      named(peers[0]),
      peers.length > 2 ? named(peers[peers.length >> 1]) : '',
    ];
  });
  return table(['', 'by hand', 'Chatwire', 'best peer', 'middle peer'], lines);
}
