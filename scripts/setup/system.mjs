import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Failure } from '../lib/failure.mjs';
import { python } from '../lib/python.mjs';
import { run } from '../lib/run.mjs';

/**
 * Programs by purpose, each with the Debian package that brings it; and libFuzzer, which is a library of clang's, and modules
 * of Python's.
 */
const purposes = {
  build: { cmake: 'cmake', ninja: 'ninja-build', python3: 'python3' },
  native: { 'g++': 'g++', 'clang-format': 'clang-format', 'clang-tidy': 'clang-tidy' },
  fuzz: { 'clang++': 'clang', libFuzzer: 'libclang-rt-dev' },
  browser: { chromium: 'chromium' },
  fastapi: {
    'fastapi (Python)': 'python3-fastapi',
    'uvicorn (Python)': 'python3-uvicorn',
    'websockets (Python)': 'python3-websockets',
    'cryptography (Python)': 'python3-cryptography',
  },
  docs: { doxygen: 'doxygen' },
  pythonLint: { 'mypy (Python)': 'python3-mypy' },
};

const isOnPath = (program) =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });

function hasLibFuzzer() {
  const { status, stdout } = spawnSync('clang++', ['-print-runtime-dir'], { encoding: 'utf8' });
  const folder = status === 0 ? stdout.trim() : '';
  return existsSync(folder) && readdirSync(folder).some((name) => /^libclang_rt\.fuzzer[-.]/.test(name));
}

/** Asked of the interpreter that runs them: another python3 on PATH does not see the system's modules. */
function hasPythonModule(name) {
  const question = `import importlib.util, sys; sys.exit(importlib.util.find_spec('${name}') is None)`;
  return spawnSync(python, ['-c', question]).status === 0;
}

const pythonModule = (program) => /^(\w+) \(Python\)$/.exec(program)?.[1];

function isThere(program) {
  if (program === 'libFuzzer') return hasLibFuzzer();
  const module = pythonModule(program);
  return module ? hasPythonModule(module) : isOnPath(program);
}

function missing(wanted) {
  const programs = Object.assign({}, ...wanted.map((purpose) => purposes[purpose]));
  // Any Chromium will do, if the tests are told where it is.
  if (process.env.CHATWIRE_CHROMIUM) delete programs.chromium;
  return Object.entries(programs).filter(([program]) => !isThere(program));
}

export const systemPackages = (wanted) => ({
  title: `system packages: ${missing(wanted)
    .map(([, name]) => name)
    .join(', ')}`,
  isFresh: () => missing(wanted).length === 0,
  async run() {
    const lacking = missing(wanted);
    const packages = lacking.map(([, name]) => name);
    const modules = lacking.map(([program]) => pythonModule(program)).filter(Boolean);
    if (process.env.CHATWIRE_PYTHON && modules.length > 0) {
      const remedy = 'Install them for that Python, or unset CHATWIRE_PYTHON.';
      throw new Failure(`${python} (CHATWIRE_PYTHON) lacks: ${modules.join(', ')}`, remedy);
    }
    // Without a font a page is a row of boxes; Chromium only recommends one.
    if (packages.includes('chromium')) packages.push('fonts-liberation');
    const install = `apt-get install ${packages.join(' ')}`;
    if (!existsSync('/usr/bin/apt-get')) {
      throw new Failure(
        `not installed: ${lacking.map(([program]) => program).join(', ')}`,
        'Install these with your package manager; CHATWIRE_PYTHON may name a Python that has the modules.',
      );
    }
    if (process.getuid() !== 0)
      throw new Failure(`not installed: ${packages.join(', ')}`, `Run: sudo ${install}`);
    const options = {
      env: { DEBIAN_FRONTEND: 'noninteractive' },
      remedy: `Run by hand: apt-get update && ${install}`,
    };
    await run('apt-get', ['-qq', 'update'], options);
    await run('apt-get', ['-qq', '-y', '--no-install-recommends', 'install', ...packages], options);
  },
});
