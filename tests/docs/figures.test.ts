import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { summary } from '../../bench/report/markdown.mjs';
import { plot } from '../../bench/report/plot.mjs';
import { at, documentAt } from './support/documents.ts';

interface Section {
  groups: { title: string; plot?: boolean }[];
}

const sections = JSON.parse(readFileSync(at('bench/results.json'), 'utf8')) as Section[];

it.each(['README.md', 'docs/PERFORMANCE.md'])('%s shows the figures of bench/results.json', (path) => {
  const [, table] =
    /<!-- bench: begin -->\n\n([^]*?)\n\n<!-- bench: end -->/.exec(documentAt(path).text) ?? [];
  expect(table).toBe(summary(sections));
});

it('the plots are drawn from bench/results.json', () => {
  const drawn = sections
    .flatMap(({ groups }) => groups)
    .filter((group) => group.plot)
    .map(plot);
  const committed = readdirSync(at('bench/plots')).map((name) =>
    readFileSync(at(`bench/plots/${name}`), 'utf8'),
  );
  expect(committed.sort()).toEqual(drawn.sort());
});
