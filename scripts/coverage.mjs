// npm run coverage:spec: which rows of the specification a test names, which a command meets, and which neither does.
import { readFileSync } from 'node:fs';
import { commands, groups } from './coverage/rows.mjs';
import { at } from './lib/paths.mjs';
import { filesIn } from './lib/stamp.mjs';

const tests = filesIn([at('tests')], (path) => /(_test\.cpp|\.test\.tsx?)$/.test(path));

/** The names and tags of all tests: what stands between the quotes of it(), test(), describe() and TEST_CASE(). */
function namesOf(path) {
  const text = readFileSync(path, 'utf8');
  const calls =
    /\b(?:it|test|describe|TEST_CASE|SECTION)(?:\.each\([^]*?\))?\s*\(\s*((?:(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`)\s*,?\s*)+)/g;
  return [...text.matchAll(calls)].map(([, quoted]) => quoted);
}

const cited = new Map();
for (const path of tests) {
  for (const name of namesOf(path)) {
    for (const [row] of name.matchAll(/\b(?:S[0-4]\.\d+|[CGWFBS]\d+)\b/g)) {
      cited.set(row, (cited.get(row) ?? 0) + 1);
    }
  }
}

const verbose = process.argv.includes('--all');
let met = 0;
let all = 0;
for (const [group, rows] of Object.entries(groups)) {
  const missing = rows.filter((row) => !cited.has(row) && !Object.hasOwn(commands, row));
  met += rows.length - missing.length;
  all += rows.length;
  console.log(
    `${group.padEnd(14)} ${String(rows.length - missing.length).padStart(3)} of ${rows.length} are met`,
  );
  if (verbose) console.log(`   none: ${missing.join(' ') || '-'}\n`);
}
for (const [row, kinds] of Object.entries(commands))
  console.log(`${row.padEnd(14)} is met by: npm test -- ${kinds.join(' ')}`);
const known = new Set(Object.values(groups).flat());
const unknown = [...cited.keys()].filter((row) => !known.has(row));
if (unknown.length > 0) console.log(`cited, but no such row: ${unknown.join(' ')}`);
console.log(`${met} of ${all} rows are met${verbose ? '' : ' (--all names the others)'}`);
process.exitCode = unknown.length > 0 ? 1 : 0;
