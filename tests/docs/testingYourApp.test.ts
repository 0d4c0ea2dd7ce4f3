import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, expect, it } from 'vitest';

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
// Inside the package, so that `chatwire` means what it means to a consumer: dist/.
const folder = at('build/testing-your-app');
const names: string[] = [];

beforeAll(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const document = readFileSync(at('docs/TESTING_YOUR_APP.md'), 'utf8');
  for (const [, language = '', code = ''] of document.matchAll(/```(tsx?)\n([^]*?)```/g)) {
    const name = `example${names.length}.test.${language}`;
    names.push(name);
    writeFileSync(`${folder}/${name}`, code);
  }
  // Nothing of this repository's own settings.
  writeFileSync(`${folder}/vitest.config.mjs`, 'export default {};');
  writeFileSync(
    `${folder}/tsconfig.json`,
    JSON.stringify({
      compilerOptions: {
        ...{ strict: true, noEmit: true, jsx: 'react-jsx', target: 'es2022', module: 'esnext' },
        ...{ moduleResolution: 'bundler', lib: ['es2022', 'dom'], types: [], skipLibCheck: true },
      },
      files: names,
    }),
  );
});

/** What a tool of node_modules prints there; rejects where it fails. */
async function run(tool: string, ...args: string[]): Promise<string> {
  const { PATH, HOME } = process.env;
  const { stdout } = await promisify(execFile)(process.execPath, [at(`node_modules/${tool}`), ...args], {
    cwd: folder,
    env: { PATH, HOME, NO_COLOR: '1' },
    timeout: 100_000,
  }).catch((error: unknown) => {
    throw new Error(String((error as { stdout?: string }).stdout), { cause: error });
  });
  return stdout;
}

it('the tests that the guide for applications shows compile, and pass over the built package', async () => {
  expect(names.length).toBeGreaterThanOrEqual(3);
  await run('typescript/bin/tsc', '-p', folder);
  const report = await run('vitest/vitest.mjs', 'run', '--root', folder, '--reporter=verbose');
  expect(report).toContain(`Tests  ${names.length} passed`);
}, 120_000);
