import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { transform, type TransformFailure } from 'esbuild';
import { python } from '../../../scripts/lib/python.mjs';
import { names as kinds } from '../../../scripts/test/kinds.mjs';
import { inItsLines, type Block } from './blocks.ts';
import { at, type Fault } from './documents.ts';

const { scripts } = JSON.parse(readFileSync(at('package.json'), 'utf8')) as { scripts: object };
const nlohmann = process.env['CHATWIRE_NLOHMANN'] ?? at('.toolchain/headers/nlohmann');

/** Does the shell understand it, and do the commands of ours exist? */
export function shellFaults({ path, line, code }: Block): Fault[] {
  const { status, stderr } = spawnSync('bash', ['-n'], { input: code, encoding: 'utf8' });
  if (status !== 0) return [{ path, line, text: stderr.trim() }];
  return code
    .split('\n')
    .flatMap((command, index) =>
      unknownNames(command.replace(/(^|\s)#.*/, '')).map((text) => ({ path, line: line + index, text })),
    );
}

function unknownNames(command: string): string[] {
  const called = [...command.matchAll(/\bnpm run ([\w:-]+)/g)].map(([, name = '']) => name);
  const [, tests = ''] = /\bnpm test -- (.*)/.exec(command) ?? [];
  return [
    ...called
      .filter((name) => !Object.hasOwn(scripts, name))
      .map((name) => `package.json has no script ${name}`),
    ...tests
      .split(' ')
      .filter((name) => name !== '' && !kinds.includes(name))
      .map((name) => `npm test knows no ${name}`),
  ];
}

export function jsonFaults({ path, line, code }: Block): Fault[] {
  try {
    JSON.parse(code);
    return [];
  } catch (error) {
    return [{ path, line, text: (error as Error).message }];
  }
}

/** Is it CSS, and does it set no property of ours that no stylesheet of ours reads? */
export async function cssFaults({ path, line, code }: Block): Promise<Fault[]> {
  const styles = readFileSync(at('dist/styles.css'), 'utf8');
  const faults = await transform(code, { loader: 'css', logLevel: 'silent' })
    .then(({ warnings }) => warnings)
    .catch((error: unknown) => (error as TransformFailure).errors);
  const own = new Set([...code.matchAll(/--chatwire-[\w-]+/g)].map(([name]) => name));
  return [
    ...faults.map(({ text, location }) => ({ path, line: line + (location?.line ?? 1) - 1, text })),
    ...[...own]
      .filter((name) => !styles.includes(`var(${name}`))
      .map((name) => ({ path, line, text: `no stylesheet reads ${name}` })),
  ];
}

/** Parses it as C++20 with the headers that a backend may include. */
export function cppFaults(block: Block): Fault[] {
  if (!existsSync(nlohmann)) throw new Error('npm run setup brings the headers that this wants');
  const includes = ['-I', at('src'), '-isystem', nlohmann];
  const { status, stderr } = spawnSync(
    process.env['CXX'] ?? 'g++',
    ['-std=c++20', '-fsyntax-only', '-Wall', ...includes, '-x', 'c++', '-'],
    { input: `${inItsLines(block.given, block)}\n`, encoding: 'utf8' },
  );
  const said = [...stderr.matchAll(/^<stdin>:(\d+):\d+: ((?:fatal )?error|warning): (.*)/gm)];
  if (status !== 0 && said.length === 0) return [{ path: block.path, line: block.line, text: stderr }];
  return said.map(([, line, , text = '']) => ({ path: block.path, line: Number(line), text }));
}

export function pythonFaults(block: Block): Fault[] {
  const parse = 'import ast, sys; ast.parse(sys.stdin.read())';
  const input = inItsLines(block.given, block);
  const { status, stderr } = spawnSync(python, ['-c', parse], { input, encoding: 'utf8' });
  if (status === 0) return [];
  const line = Number(/line (\d+)\n(?![^]*line \d+\n)/.exec(stderr)?.[1] ?? block.line);
  return [{ path: block.path, line, text: stderr.trim().split('\n').at(-1) ?? '' }];
}
