import { cells, place } from './rows.mjs';

/** A section for the terminal. */
export function printed(section) {
  const lines = [`\n${section.title}`, `  ${place(section)}`];
  for (const { title, unit, rows, note } of section.groups) {
    lines.push(`  ${title}`);
    for (const row of rows) {
      const [name, value, ratio, range] = cells(row, unit);
      const remark = row.note ? `  ${row.note}` : '';
      lines.push(
        `    ${name.padEnd(34)} ${value.padStart(14)} ${ratio.padStart(9)}  ${range.padEnd(16)}${remark}`.trimEnd(),
      );
    }
    if (note) lines.push(`    ${note}`);
  }
  for (const [name, reason] of Object.entries(section.leftOut)) lines.push(`  left out: ${name}: ${reason}`);
  return lines.join('\n');
}
