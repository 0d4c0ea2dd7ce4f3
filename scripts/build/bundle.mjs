import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { at } from '../lib/paths.mjs';

/** What the package exports as modules, with their sources: `chat/client` is `js-glue/systems/chat/client.ts`. */
function entryPoints() {
  const { exports } = JSON.parse(readFileSync(at('package.json'), 'utf8'));
  const names = Object.values(exports).flatMap((target) => /^\.\/dist\/(.+)\.js$/.exec(target.import?.default)?.[1] ?? []);
  return Object.fromEntries(names.map((name) => [name, sourceOf(name)]));
}

function sourceOf(name) {
  const sources = [`js-glue/${name}.ts`, `js-glue/systems/${name}.ts`, `js-glue/systems/${name}/index.ts`];
  const found = sources.find((path) => existsSync(at(path)));
  if (!found) throw new Error(`package.json exports dist/${name}.js, but there is none of ${sources.join(', ')}`);
  return found;
}

/** The script of a Worker: nobody imports it, and it imports nothing. */
const scripts = { worker: 'js-glue/worker.ts' };

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
      await build({
        absWorkingDir: at(),
        entryPoints: { ...entryPoints(), ...(format === 'esm' && scripts) },
        outdir: 'dist',
        outExtension: { '.js': extension },
        format,
        bundle: true,
        // A CommonJS file does not know its own address, and so starts no Worker.
        define: format === 'cjs' ? { 'import.meta.url': 'undefined' } : {},
        // The adapters reach the core by the package's own name, so that all entries share one copy of it.
        external: ['chatwire', 'react', 'vue', 'ws', 'zustand'],
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
