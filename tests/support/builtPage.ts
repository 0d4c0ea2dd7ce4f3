import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Makes a page of a script of this folder, over the package as it is built. Returns the folder that a server is to serve. */
export async function buildPage(script: string): Promise<string> {
  const folder = `${root}build/pages/${script}`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    `${folder}/index.html`,
    '<!doctype html><link rel="icon" href="data:,"><body><script type="module" src="/page.js"></script>',
  );
  await build({
    absWorkingDir: root,
    entryPoints: [`tests/support/${script}`],
    outfile: `${folder}/page.js`,
    bundle: true,
    format: 'esm',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'warning',
  });
  return folder;
}
