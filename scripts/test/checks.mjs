import { existsSync } from 'node:fs';
import { Failure } from '../lib/failure.mjs';
import { at } from '../lib/paths.mjs';
import { python } from '../lib/python.mjs';
import { run } from '../lib/run.mjs';
import { digest, filesIn, isStamped, stamp } from '../lib/stamp.mjs';
import { coreTypesAreStale } from '../build/wasm.mjs';
import { staleOutputs } from '../catalog/outputs.mjs';
import { checkMutants } from '../mutants/mutant.mjs';
import { core } from '../../tests/mutants/core.mjs';
import { glue } from '../../tests/mutants/glue.mjs';

export const cppFiles = (...folders) =>
  filesIn(
    folders.map((folder) => at(folder)),
    (path) => /\.(h|hpp|cpp)$/.test(path),
  );

/** A check counts as one test: it throws, or it passes. */
const check = (name, work) => ({
  name,
  async run() {
    await work();
    return { passed: 1, failed: 0 };
  },
});

const formatted = { remedy: 'npm run format mends this' };

export const checks = [
  check('prettier', () =>
    run(
      'prettier',
      ['--check', '--log-level=warn', '--cache', '--cache-location=build/.prettier', '.'],
      formatted,
    ),
  ),
  check('clang-format', async () => {
    const files = cppFiles('src', 'tests');
    if (files.length > 0) await run('clang-format', ['--dry-run', '-Werror', ...files], formatted);
  }),
  check('eslint', () => run('eslint', ['--max-warnings=0', '.'])),
  check('tsc', () => run('tsc', ['--noEmit', '-p', 'tsconfig.json'])),
  check('clang-tidy', clangTidy),
  check('mypy', () =>
    run(python, ['-m', 'mypy', '--config-file=web/server-fastapi/mypy.ini'], {
      env: { MYPYPATH: 'web/server-fastapi' },
    }),
  ),
  check('texts of the mutants', () => checkMutants([...core, ...glue])),
  check('generated types', () => {
    if (coreTypesAreStale()) {
      throw new Failure(
        'js-glue/core/generated/chatwire-core.d.mts is not what the bindings now give',
        'npm run types:update writes it',
      );
    }
  }),
  check('message types', async () => {
    const stale = await staleOutputs();
    if (stale.length > 0) {
      throw new Failure(
        `not what src/wire/catalog now gives: ${stale.join(', ')}`,
        'npm run catalog writes them',
      );
    }
  }),
];

/** Slow, so not repeated for the very sources that it last passed. src/platform needs Emscripten's headers: left out. */
async function clangTidy() {
  const files = cppFiles('src').filter((path) => path.endsWith('.cpp') && !path.includes('/platform/'));
  const key = digest(['src', 'cmake', 'CMakeLists.txt', '.clang-tidy'].map((path) => at(path)));
  const file = at('build/stamps/clang-tidy');
  if (isStamped(file, key) || files.length === 0) return;
  if (!existsSync(at('build/native-debug/compile_commands.json')))
    await run('cmake', ['--preset', 'native-debug']);
  const lint = async (share) => {
    // g++ knows warnings that clang does not.
    const options = ['--quiet', '-p', 'build/native-debug', '--extra-arg=-Wno-unknown-warning-option'];
    if (share.length > 0) await run('clang-tidy', [...options, ...share]);
  };
  const results = await Promise.allSettled(
    [0, 1].map((half) => lint(files.filter((_, index) => index % 2 === half))),
  );
  const failed = results.filter(({ status }) => status === 'rejected');
  if (failed.length > 0) throw new Failure(failed.map(({ reason }) => reason.message).join('\n'));
  stamp(file, key);
}
