import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { at } from '../../scripts/lib/paths.mjs';
import { workloads } from '../workloads/index.mjs';
import { report, summary } from './markdown.mjs';
import { plot } from './plot.mjs';

const results = at('bench/results.json');
const markers = ['<!-- bench: begin -->', '<!-- bench: end -->'];

/** Puts a section in the place of its last run, and writes all that is made of the results. */
export function publish(section) {
  const known = existsSync(results) ? JSON.parse(readFileSync(results, 'utf8')) : [];
  const sections = Object.keys(workloads)
    .map((name) => (name === section.name ? section : known.find((each) => each.name === name)))
    .filter(Boolean);
  writeFileSync(results, `${JSON.stringify(sections, null, 1)}\n`);
  writeFileSync(at('bench/RESULTS.md'), report(sections, drawn(sections)));
  for (const page of ['README.md', 'docs/PERFORMANCE.md']) {
    const text = readFileSync(at(page), 'utf8');
    writeFileSync(at(page), between(page, text, `\n\n${summary(sections)}\n\n`));
  }
}

/** Draws each group that asks for it; gives the plots' addresses. */
function drawn(sections) {
  const folder = at('bench/plots');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const plots = new Map();
  for (const { name, groups } of sections) {
    for (const group of groups.filter((each) => each.plot)) {
      const words = group.title.split(':')[0].toLowerCase();
      const file = `${name}-${words.replaceAll(/[^a-z0-9]+/g, '-')}.svg`;
      writeFileSync(`${folder}/${file}`, plot(group));
      plots.set(group, `plots/${file}`);
    }
  }
  return plots;
}

function between(page, text, content) {
  const [begin, end] = markers.map((marker) => text.indexOf(marker));
  if (begin < 0 || end < 0) throw new Error(`${page} has lost the markers of its table`);
  return text.slice(0, begin + markers[0].length) + content + text.slice(end);
}
