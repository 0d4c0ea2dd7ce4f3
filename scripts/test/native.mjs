import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { Failure } from '../lib/failure.mjs';
import { at } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';

/** Two, for two cores. A process for each test case, as ctest has it, would take ten times as long. */
const shards = 2;

/** Catch2 under AddressSanitizer and UndefinedBehaviorSanitizer. */
export const native = {
  name: 'native',
  folders: ['tests/native'],
  async run() {
    await run('cmake', ['--preset', 'native-debug']);
    await run('cmake', ['--build', '--preset', 'native-debug']);
    mkdirSync(at('build/reports'), { recursive: true });
    const results = await Promise.all(Array.from({ length: shards }, (_, index) => runShard(index)));
    const sum = (count) => results.reduce((total, result) => total + result[count], 0);
    return { passed: sum('passed'), failed: sum('failed') };
  },
};

async function runShard(index) {
  const report = at(`build/reports/native-${index}.xml`);
  rmSync(report, { force: true });
  const shard = [`--shard-count=${shards}`, `--shard-index=${index}`];
  const { code, output } = await run(
    at('build/native-debug/tests/chatwire_tests'),
    [...shard, '--reporter=console', `--reporter=xml::out=${report}`],
    {
      allowed: true,
      timeout: 600_000,
      env: { UBSAN_OPTIONS: 'print_stacktrace=1', ASAN_OPTIONS: 'detect_stack_use_after_return=1' },
    },
  );
  if (code !== 0) console.log(output.trim());
  // A test that aborts, or hangs, ends the process before the report is whole.
  const cases = existsSync(report) && /<OverallResultsCases[^>]*>/.exec(readFileSync(report, 'utf8'))?.[0];
  if (!cases) throw new Failure(`the tests ended before their report did (exit ${code})`);
  const count = (name) => Number(new RegExp(`\\b${name}="(\\d+)"`).exec(cases)?.[1] ?? 0);
  return { passed: count('successes'), failed: Math.max(count('failures'), code === 0 ? 0 : 1) };
}
