// npm run fuzz [-- <target> ... | --runs N | --minutes N | --seed S | --replay FILE]: looks for what nobody thought of.
// docs/FUZZING.md.
import { buildPackage } from './build/steps.mjs';
import { Failure, command } from './lib/failure.mjs';
import { seconds } from './lib/progress.mjs';
import { run } from './lib/run.mjs';
import { buildTargets, fuzz, inPairs, replay, report, targets } from './fuzz/targets.mjs';
import { ensure } from './setup/ensure.mjs';

/** Not libFuzzer's: the tests of tests/fuzz/*.test.ts, in Node. */
const inNode = 'node';
const names = [...targets.map(({ name }) => name), inNode];

await command(async (args) => {
  const wanted = read(args);
  await ensure({ nativeTools: true, fuzzer: true });
  if (wanted.file) {
    await buildTargets();
    return show(await replay(wanted.file));
  }
  console.log(`seed ${wanted.seed}`);
  const native = targets.filter(({ name }) => wanted.names.includes(name));
  const codes = native.length > 0 ? await fuzzNatively(native, wanted) : [];
  if (wanted.names.includes(inNode)) codes.push(await fuzzInNode(wanted));
  return codes.some((code) => code !== 0) ? 1 : 0;
});

async function fuzzNatively(wanted, { runs, minutes, seed }) {
  await buildTargets();
  return inPairs(wanted, async (target) => {
    const started = performance.now();
    const result = await fuzz(target, { executions: runs, seconds: minutes * 60, seed, corpus: true });
    console.log(`${target.name.padEnd(10)} ${result.executions} executions in ${seconds(started)}`);
    if (result.code !== 0) console.log(report(target, result));
    return result.code;
  });
}

/** It counts and keeps no time. */
async function fuzzInNode({ runs, seed }) {
  await buildPackage();
  const env = { CHATWIRE_FUZZ_SEED: String(seed), ...(runs > 0 && { CHATWIRE_FUZZ_RUNS: String(runs) }) };
  return show(await run('vitest', ['run', '--project', 'fuzz'], { env, allowed: true }));
}

function show({ code, output }) {
  console.log(output.trim());
  return code;
}

function read(args) {
  const wanted = { names: [], runs: -1, minutes: 0, seed: Math.floor(Date.now() / 1000), file: '' };
  const rest = [...args];
  for (let word = rest.shift(); word; word = rest.shift()) {
    if (names.includes(word)) wanted.names.push(word);
    else if (/^--(runs|minutes|seed)$/.test(word)) wanted[word.slice(2)] = number(word, rest.shift());
    else if (word === '--replay' && rest.length > 0) wanted.file = rest.shift();
    else throw new Failure(`cannot read '${word}'`, usage());
  }
  if (wanted.names.length === 0) wanted.names = names;
  if (wanted.runs < 0 && wanted.minutes === 0) wanted.minutes = 1;
  return wanted;
}

function number(name, word) {
  if (Number(word) > 0) return Number(word);
  throw new Failure(`${name} wants a number above 0, not '${word}'`);
}

function usage() {
  return `npm run fuzz -- [${names.join('|')} ...] [--runs N] [--minutes N] [--seed S] [--replay FILE]`;
}
