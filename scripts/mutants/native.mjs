import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { Failure } from '../lib/failure.mjs';
import { at } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';
import { discard, filesIn } from '../lib/stamp.mjs';
import { mutated, outdated, roomOf } from './mutant.mjs';

const base = at('build/mutants/base');
/** A short part of the simulator, for what the tests let live. */
const seeds = '1..40';
const patience = 120_000;

/** Everything without a fault, optimised a little, with assertions. It must pass, or nothing below means anything. */
export async function prepareNative() {
  const options = ['-DCMAKE_EXPORT_COMPILE_COMMANDS=ON', '-DCMAKE_CXX_FLAGS=-O1 -w'];
  await run('cmake', ['-S', at('.'), '-B', base, '-G', 'Ninja', ...options]);
  await run('cmake', ['--build', base, '--target', 'chatwire_tests', 'chatwire_sim']);
  const killer = await killerOf(join(base, 'tests/chatwire_tests'), () => join(base, 'tests/chatwire_sim'));
  if (killer) throw new Failure(`the suite fails without any mutant: ${killer}`);
}

/** Who notices the fault; undefined: nobody. Compiles only what the fault touches, and links it before the sound parts. */
export async function tryNative(mutant) {
  const room = roomOf(mutant);
  // As "core/router.h", which is how others include it.
  const copy = join(room, relative('src', mutant.file));
  mkdirSync(dirname(copy), { recursive: true });
  try {
    writeFileSync(copy, mutated(mutant));
    const units = unitsTouchedBy(mutant.file);
    if (units.length === 0)
      throw new Failure(`mutant "${mutant.name}": nothing compiles ${mutant.file}`, outdated);
    const objects = [];
    for (const unit of units) objects.push(await compile(unit, mutant, copy, room));
    const tests = await link('chatwire_tests', objects, room);
    return await killerOf(tests, () => link('chatwire_sim', objects, room));
  } finally {
    discard(room);
  }
}

/** The first test that fails, else what the simulator finds. */
async function killerOf(tests, sim) {
  const tested = await limited(tests, ['--abort', '--rng-seed', '1']);
  if (tested.code !== 0) return failedTest(tested.output) ?? `the tests ended with ${tested.code}`;
  const simulated = await limited(await sim(), ['--seeds', seeds]);
  if (simulated.code === 0) return undefined;
  return `simulator: ${/^Seed \d+: .*$/m.exec(simulated.output)?.[0] ?? `ended with ${simulated.code}`}`;
}

/** A fault may run for ever, or eat memory for ever. */
const limited = (program, args) =>
  run('sh', ['-c', 'ulimit -v 4000000; exec "$0" "$@"', program, ...args], {
    allowed: true,
    timeout: patience,
  });

/** Catch2 prints the name of a failed test between two lines, broken to fit. */
function failedTest(output) {
  const [, name] = /^-{20,}\n([^]+?)\n-{20,}$/m.exec(output) ?? [];
  return name?.replaceAll(/\s*\n\s*/g, ' ').trim();
}

let commands;
/** { file, command } of each source file. */
const allUnits = () => (commands ??= JSON.parse(readFileSync(join(base, 'compile_commands.json'), 'utf8')));

/**
 * Who must be compiled with the fault. For a header: who includes it, and x.cpp where x.h does. Others hold such objects, but
 * call nothing that the header defines.
 */
function unitsTouchedBy(file) {
  const compiledFrom = (path) => allUnits().filter((unit) => unit.file === path);
  if (file.endsWith('.cpp')) return compiledFrom(at(file));
  const line = `#include "${relative('src', file)}"`;
  const includes = filesIn(
    [at('src'), at('tests')],
    (path) => /\.(h|cpp)$/.test(path) && readFileSync(path, 'utf8').includes(line),
  );
  const sources = new Set(
    includes.map((path) => path.replace(/\.h$/, '.cpp')).concat(at(file).replace(/\.h$/, '.cpp')),
  );
  return [...sources].flatMap(compiledFrom);
}

async function compile({ file, command }, mutant, copy, room) {
  const [, sound] = / -o (\S+) /.exec(command);
  const object = join(room, sound.replaceAll('/', '-'));
  const source = file === at(mutant.file) ? copy : file;
  const line = command
    .replace(' ', ` -I "${room}" `)
    .replace(`-o ${sound}`, `-o "${object}"`)
    .replace(`-c ${file}`, `-c "${source}"`);
  const { code, output } = await run('sh', ['-c', line], { cwd: base, allowed: true });
  if (code !== 0) {
    throw new Failure(`mutant "${mutant.name}" does not compile:\n${output}`, outdated);
  }
  return { sound, object };
}

/** Links `target` with the given objects in the place of the sound ones. Those of a library go first: what they define is not taken from it. */
async function link(target, objects, room) {
  const { output } = await run('ninja', ['-C', base, '-t', 'commands', target]);
  const goal = `-o tests/${target}`;
  let command = output
    .trimEnd()
    .split('\n')
    .at(-1)
    .replace(/^: && | && :$/g, '');
  const program = join(room, basename(target));
  for (const { sound, object } of objects) {
    if (command.includes(` ${sound} `)) command = command.replace(` ${sound} `, ` "${object}" `);
    else if (sound.startsWith('src/')) command = command.replace(goal, `"${object}" ${goal}`);
  }
  await run('sh', ['-c', command.replace(goal, `-o "${program}"`)], { cwd: base });
  return program;
}
