import { mkdirSync } from 'node:fs';
import { basename } from 'node:path';
import { Failure } from '../lib/failure.mjs';
import { at } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';
import { filesIn } from '../lib/stamp.mjs';

const preset = 'fuzz';
const crashes = 'build/fuzz/crashes';

/**
 * The libFuzzer targets: tests/fuzz/<name>_fuzz.cpp, with seeds in tests/fuzz/corpus/<name>. `most` is the length of an
 * input: short ones run fast, and all that these targets know fits.
 */
export const targets = [
  { name: 'envelope', dictionary: 'json', most: 256 },
  { name: 'frame', dictionary: 'json', most: 256 },
  { name: 'api', dictionary: 'letters', most: 128 },
  { name: 'options', dictionary: 'letters', most: 128 },
];

export async function buildTargets() {
  await run('cmake', ['--preset', preset]);
  await run('cmake', ['--build', '--preset', preset]);
}

/**
 * Runs one target for so many executions, or for so many seconds, and returns { code, executions, output }. With `corpus`
 * what it finds interesting is kept in build/, and the next run begins there.
 */
export async function fuzz(
  { name, dictionary, most },
  { executions = -1, seconds = 0, seed = 1, corpus = false },
) {
  mkdirSync(at(crashes), { recursive: true });
  const seeds = filesIn([at('tests/fuzz/corpus', name)]);
  const kept = at('build/fuzz/corpus', name);
  if (corpus) mkdirSync(kept, { recursive: true });
  const { code, output } = await start(name, [
    `-runs=${executions}`,
    `-max_total_time=${seconds}`,
    `-seed=${seed}`,
    `-max_len=${most}`,
    `-dict=${at('tests/fuzz/corpus', `${dictionary}.dict`)}`,
    `-seed_inputs=${seeds.join(',')}`,
    `-artifact_prefix=${at(crashes, name)}-`,
    '-timeout=20',
    '-rss_limit_mb=1024',
    '-print_final_stats=1',
    '-verbosity=0',
    ...(corpus ? [kept] : []),
  ]);
  const count = /number_of_executed_units: (\d+)/.exec(output)?.[1] ?? 0;
  return { code, executions: Number(count), output };
}

/** Runs the target that wrote `file` on it alone. Lives are told step by step. */
export function replay(file) {
  const target = targets.find(({ name }) => basename(file).startsWith(`${name}-`));
  if (!target) {
    throw new Failure(
      `no target's name begins ${basename(file)}`,
      `There are: ${targets.map(({ name }) => `${name}-...`).join(', ')}`,
    );
  }
  return start(target.name, [file], { CHATWIRE_FUZZ_TELL: '1' });
}

/** What a person has to know of a failure: what was found, and how to see it again. */
export function report({ name }, { output }) {
  const file = /Test unit written to (\S+)/.exec(output)?.[1];
  const text = output
    .replace(/^(INFO|Dictionary|stat::|artifact_prefix|MS:|0x[0-9a-f,x]*$|Base64).*\n/gm, '')
    .trim();
  const command = file ? `\n\nAgain: npm run fuzz -- --replay ${file.replace(at('/'), '')}` : '';
  return `${name}: ${text}${command}`;
}

const start = (name, args, env = {}) =>
  run(at('build', preset, 'tests/fuzz', `${name}_fuzz`), args, {
    allowed: true,
    env: {
      // A large quarantine costs half of the speed, and these inputs are short.
      ASAN_OPTIONS: 'quarantine_size_mb=8:malloc_context_size=4',
      UBSAN_OPTIONS: 'print_stacktrace=1',
      ...env,
    },
  });

/** Does the work for all items, two at a time, in their order. */
export async function inPairs(items, work) {
  const queue = items.map((item, index) => ({ item, index }));
  const results = [];
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) results[next.index] = await work(next.item);
  };
  await Promise.all([worker(), worker()]);
  return results;
}
