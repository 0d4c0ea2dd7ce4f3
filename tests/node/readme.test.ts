import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startServer, type ReferenceServer } from '../../web/server/server.ts';

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
// Inside the package, so that `chatwire` means what it means to a consumer: dist/.
const folder = at('build/readme');
const documents = [
  'README.md',
  'docs/AUTHENTICATION.md',
  'docs/COMPONENTS.md',
  'docs/HOOKS.md',
  'docs/MESSAGES.md',
  'docs/PROFILES.md',
  'docs/REQUESTS.md',
  'docs/STORES.md',
  'docs/TERMINAL.md',
  'docs/TOOLS.md',
  'docs/VALIDATION.md',
  'docs/systems/autobot.md',
  'docs/systems/chat.md',
  'docs/systems/dashboard.md',
  'docs/systems/nexus.md',
  'docs/systems/wazuh.md',
]
  .map((path) => readFileSync(at(path), 'utf8'))
  .join('\n');
const blocks = [...documents.matchAll(/```(js|ts|tsx)\n([^]*?)```/g)].map(([, language = '', code = '']) => ({
  language,
  code,
}));

let server: ReferenceServer;

beforeAll(async () => {
  server = await startServer({ chunkDelay: 0 });
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
});

afterAll(() => server.close());

it('S1.126 says in the README that the REST APIs of the systems are not here', () => {
  const [, limits = ''] = /## Limits\n([^]*?)\n## /.exec(readFileSync(at('README.md'), 'utf8')) ?? [];
  expect(limits).toMatch(/Not here:[^]*the systems' REST APIs/);
});

it('runs the first example of the README as it stands there', async () => {
  const code = blocks.find(({ language }) => language === 'js')?.code ?? '';
  const script = `${folder}/example.mjs`;
  writeFileSync(script, code.replace('ws://localhost:8080/ws', server.wsUrl));
  const { stdout } = await promisify(execFile)(process.execPath, [script], { timeout: 15_000 });
  expect(stdout).toMatch(/42\D[^]* took [\d.]+ s/);
});

it('compiles every TypeScript example of the documents against the types that the package ships', async () => {
  const examples = blocks.filter(({ language }) => language !== 'js');
  expect(examples.length).toBeGreaterThan(7);
  const names = examples.map(({ language, code }, index) => {
    writeFileSync(`${folder}/example${index}.${language}`, code);
    return `example${index}.${language}`;
  });
  writeFileSync(
    `${folder}/tsconfig.json`,
    JSON.stringify({
      compilerOptions: {
        ...{ strict: true, noEmit: true, jsx: 'react-jsx', target: 'es2022', module: 'esnext' },
        ...{ moduleResolution: 'bundler', lib: ['es2022', 'dom'], types: [], skipLibCheck: false },
      },
      files: names,
    }),
  );
  const complaints = await promisify(execFile)(process.execPath, [
    at('node_modules/typescript/bin/tsc'),
    '-p',
    folder,
  ])
    .then(() => '')
    .catch((error: unknown) => String((error as { stdout?: string }).stdout));
  expect(complaints).toBe('');
}, 120_000);
