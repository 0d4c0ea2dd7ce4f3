import { at } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';

/** The reference backend as one file. */
export const server = {
  title: 'backend',
  inputs: ['web/server', 'package-lock.json', 'scripts/build/demo.mjs'],
  outputs: ['build/server/main.mjs'],
  async run() {
    const { build } = await import('esbuild');
    await build({
      absWorkingDir: at(),
      entryPoints: ['web/server/main.ts'],
      outfile: 'build/server/main.mjs',
      bundle: true,
      packages: 'external',
      platform: 'node',
      format: 'esm',
      target: 'node20',
      sourcemap: true,
      logLevel: 'warning',
    });
  },
};

/** The demo page, made from dist/ as any consumer would: Vite resolves `chatwire` through package.json. */
export const app = {
  title: 'demo page',
  inputs: ['web/app', 'dist', 'package.json', 'package-lock.json', 'scripts/build/demo.mjs'],
  outputs: ['build/app/index.html'],
  run: () => run('vite', ['build', at('web/app'), '--outDir', at('build/app'), '--emptyOutDir', '--logLevel', 'warn']),
};
