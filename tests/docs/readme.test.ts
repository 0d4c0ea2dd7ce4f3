import { execFile } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startServer, type ReferenceServer } from '../../web/server/server.ts';
import { blocksOf } from './support/blocks.ts';
import { at, documentAt } from './support/documents.ts';

// Inside the package, so that `chatwire` means what it means to a consumer: dist/.
const folder = at('build/readme');

let server: ReferenceServer;

beforeAll(async () => {
  server = await startServer({ chunkDelay: 0 });
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
});

afterAll(() => server.close());

/** What the first program of a page in plain JavaScript prints, run as it stands there but for the address. */
async function printedBy(path: string): Promise<string> {
  const code = blocksOf(documentAt(path)).find(({ language }) => language === 'js')?.code ?? '';
  const script = `${folder}/${path.replaceAll('/', '-')}.mjs`;
  writeFileSync(script, code.replace(/ws:\/\/localhost:8080[^']*/, server.wsUrl));
  return (await promisify(execFile)(process.execPath, [script], { timeout: 15_000 })).stdout;
}

it('S1.126 says in the README that the REST APIs of the systems are not here', () => {
  const [, limits = ''] = /## Limits\n([^]*?)\n## /.exec(documentAt('README.md').text) ?? [];
  expect(limits).toMatch(/Not here:[^]*the systems' REST APIs/);
});

it('runs the first example of the README', async () => {
  expect(await printedBy('README.md')).toMatch(/42\D[^]* took [\d.]+ s/);
});

it('runs the program of the quick start for Node, which ends by itself', async () => {
  expect(await printedBy('docs/QUICK_START.md')).toMatch(/\b42\b/);
});
