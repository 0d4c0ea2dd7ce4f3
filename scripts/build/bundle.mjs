import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { at } from '../lib/paths.mjs';

const entries = ['index', 'react', 'vue'];

/** dist/*.js for import, dist/*.cjs for require, and the wasm as a file for those who host it themselves. */
export const bundles = {
  title: 'bundles',
  inputs: ['js-glue', 'package.json', 'package-lock.json', 'scripts/build/bundle.mjs'],
  outputs: ['dist/index.js', 'dist/index.cjs', 'dist/core.wasm'],
  async run() {
    // Loaded here: this file must also load where npm packages are not installed yet.
    const { build } = await import('esbuild');
    const present = entries.filter((name) => existsSync(at(`js-glue/${name}.ts`)));
    for (const [format, extension] of [['esm', '.js'], ['cjs', '.cjs']]) {
      await build({
        absWorkingDir: at(),
        entryPoints: Object.fromEntries(present.map((name) => [name, `js-glue/${name}.ts`])),
        outdir: 'dist',
        outExtension: { '.js': extension },
        format,
        bundle: true,
        // The adapters reach the core by the package's own name, so that all entries share one copy of it.
        external: ['chatwire', 'react', 'vue', 'ws'],
        // In the repository that name is a TypeScript path, which would bundle the core a second time.
        tsconfigRaw: { compilerOptions: { jsx: 'react-jsx' } },
        platform: 'neutral',
        mainFields: ['module', 'main'],
        target: 'es2022',
        sourcemap: true,
        legalComments: 'none',
        logLevel: 'warning',
      });
    }
    mkdirSync(at('dist'), { recursive: true });
    copyFileSync(at('build/wasm-release/chatwire-core.wasm'), at('dist/core.wasm'));
  },
};
