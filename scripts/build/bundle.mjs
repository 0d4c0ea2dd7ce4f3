import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { at } from '../lib/paths.mjs';

const entries = ['index', 'react', 'vue'];
/** The script of a Worker: nobody imports it, and it imports nothing. */
const scripts = ['worker'];

/**
 * dist/*.js for import, dist/*.cjs for require, the script of the Worker, and the wasm as a file for those who host it
 * themselves.
 */
export const bundles = {
  title: 'bundles',
  inputs: ['js-glue', 'package.json', 'package-lock.json', 'scripts/build/bundle.mjs'],
  outputs: ['dist/index.js', 'dist/index.cjs', 'dist/worker.js', 'dist/core.wasm'],
  async run() {
    // Loaded here: this file must also load where npm packages are not installed yet.
    const { build } = await import('esbuild');
    for (const [format, extension] of [['esm', '.js'], ['cjs', '.cjs']]) {
      const present = [...entries, ...(format === 'esm' ? scripts : [])].filter((name) =>
        existsSync(at(`js-glue/${name}.ts`)),
      );
      await build({
        absWorkingDir: at(),
        entryPoints: Object.fromEntries(present.map((name) => [name, `js-glue/${name}.ts`])),
        outdir: 'dist',
        outExtension: { '.js': extension },
        format,
        bundle: true,
        // A CommonJS file does not know its own address, and so starts no Worker.
        define: format === 'cjs' ? { 'import.meta.url': 'undefined' } : {},
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
