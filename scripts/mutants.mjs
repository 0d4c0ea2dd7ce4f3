// npm run mutants [-- --list | --only NAME ...]: seeded faults, one at a time; the tests must notice each. docs/TESTING.md.
import { core } from '../tests/mutants/core.mjs';
import { glue } from '../tests/mutants/glue.mjs';
import { buildPackage } from './build/steps.mjs';
import { Failure, command } from './lib/failure.mjs';
import { seconds } from './lib/progress.mjs';
import { prepareGlue, tryGlue } from './mutants/glue.mjs';
import { checkMutants } from './mutants/mutant.mjs';
import { prepareNative, tryNative } from './mutants/native.mjs';
import { ensure } from './setup/ensure.mjs';

const kinds = [
  { mutants: core, prepare: prepareNative, attempt: tryNative },
  { mutants: glue, prepare: prepareGlue, attempt: tryGlue },
];

const line = (name, ...rest) => [name.padEnd(58), ...rest].join(' ').trimEnd();

/** Two at a time. */
async function tryAll(mutants, attempt) {
  const waiting = [...mutants];
  const survivors = [];
  const work = async () => {
    for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
      const started = performance.now();
      const killer = await attempt(mutant);
      console.log(line(mutant.name, killer ? `killed by ${killer}` : 'SURVIVED', `(${seconds(started)})`));
      if (!killer) survivors.push(mutant);
    }
  };
  await Promise.all([work(), work()]);
  return survivors;
}

function wanted(args, mutants) {
  const names = args.filter((_, index) => args[index - 1] === '--only');
  return names.length === 0
    ? mutants
    : mutants.filter(({ name }) => names.some((each) => name.includes(each)));
}

await command(async (args) => {
  const all = kinds.flatMap(({ mutants }) => mutants);
  checkMutants(all);
  if (args.includes('--list')) {
    for (const { name, rows, file } of all) console.log(line(name, file.padEnd(32), rows.join(' ')));
    return 0;
  }
  if (wanted(args, all).length === 0)
    throw new Failure('no mutant has such a name', 'npm run mutants -- --list names them.');
  await ensure({ nativeTools: true });
  const started = performance.now();
  const survivors = [];
  for (const { mutants, prepare, attempt } of kinds) {
    const chosen = wanted(args, mutants);
    if (chosen.length === 0) continue;
    if (attempt === tryGlue) await buildPackage();
    await prepare();
    survivors.push(...(await tryAll(chosen, attempt)));
  }
  const count = wanted(args, all).length;
  console.log(
    `\n${count} mutants, ${count - survivors.length} killed, ${survivors.length} survived, ${seconds(started)}`,
  );
  for (const { name, rows, file } of survivors) console.log(`  ${line(name, file, rows.join(' '))}`);
  return survivors.length === 0 ? 0 : 1;
});
