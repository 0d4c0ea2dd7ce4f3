import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { Failure } from '../lib/failure.mjs';
import { at } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';
import { discard } from '../lib/stamp.mjs';
import { mutated, roomOf } from './mutant.mjs';

const everything = 'tests/js-glue';
const patience = 300_000;

/** The tests must pass without a fault. */
export async function prepareGlue() {
  const killer = await killerAmong(everything, { name: 'no fault', file: 'js-glue/index.ts', changes: [] });
  if (killer) throw new Failure(`the suite fails without any mutant: ${killer}`);
}

/** Who notices the fault; undefined: nobody. Its own tests are asked before all others. */
export const tryGlue = async (mutant) =>
  (await killerAmong(ownTests(mutant), mutant)) ?? (await killerAmong(everything, mutant));

/** js-glue/client/receipts.ts has tests/js-glue/client/receipts.test.ts, and some files have more than one. */
const ownTests = ({ file }) =>
  join(everything, relative('js-glue', dirname(file)), `${basename(file, '.ts')}.`);

/** The first test that fails twice, so that none fails for want of time, with one module served with the fault in it. */
async function killerAmong(tests, mutant) {
  const room = roomOf(mutant);
  discard(room);
  mkdirSync(room, { recursive: true });
  const [served, report] = [join(room, 'mutant.json'), join(room, 'report.json')];
  writeFileSync(served, JSON.stringify({ file: at(mutant.file), text: mutated(mutant) }));
  const options = ['--bail=1', '--retry=1', '--passWithNoTests', '--reporter=default', '--reporter=json'];
  const files = ['--config', at('tests/mutants/vitest.config.ts'), `--outputFile.json=${report}`];
  const { code, output } = await run('vitest', ['run', tests, ...options, ...files], {
    allowed: true,
    timeout: patience,
    env: { CHATWIRE_MUTANT: served },
  });
  if (code === 0) return undefined;
  if (!existsSync(report)) return `the tests, which ended with ${code}`;
  const suites = JSON.parse(readFileSync(report, 'utf8')).testResults;
  const failed = suites
    .flatMap(({ assertionResults }) => assertionResults)
    .find(({ status }) => status === 'failed');
  if (failed) return failed.fullName;
  // What nobody caught fails the run, but no single test.
  const uncaught = /Unhandled (Rejection|Error)/.exec(output);
  if (uncaught) return `an ${uncaught[0].toLowerCase()}`;
  const broken = suites.find(({ status }) => status === 'failed');
  throw new Failure(
    `mutant "${mutant.name}": no test failed, and yet vitest did:\n${broken?.message ?? output.slice(-2000)}`,
  );
}
