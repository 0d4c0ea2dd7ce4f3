import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { at } from '../lib/paths.mjs';
import { filesIn } from '../lib/stamp.mjs';
import { plainCore } from './plain.mjs';

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

/** The scripts of Workers: nobody imports them, and they import nothing. */
const scripts = { worker: 'js-glue/worker.ts' };
const plainScripts = { 'plain/worker': 'js-glue/worker.ts' };

const addressless = { define: { 'import.meta.url': 'undefined' } };

/** The entry without the WebAssembly module in it is the same sources but for this one file. */
const hosted = {
  name: 'hosted module',
  setup: (build) =>
    build.onResolve({ filter: /\/inlinedModule\.ts$/ }, () => ({ path: at('js-glue/core/hostedModule.ts') })),
};

/**
 * dist/*.js for import, dist/*.cjs for require, the script of the Worker, and the wasm as a file for those who host it
 * themselves.
 */
export const bundles = {
  title: 'bundles',
  inputs: ['js-glue', 'package.json', 'package-lock.json', 'scripts/build/bundle.mjs', 'scripts/build/plain.mjs'],
  outputs: [
    ...['index', 'slim', 'plain'].flatMap((name) => [`dist/${name}.js`, `dist/${name}.cjs`]),
    ...['dist/worker.js', 'dist/plain/worker.js', 'dist/core.wasm'],
  ],
  async run() {
    // Loaded here: this file must also load where npm packages are not installed yet.
    const { build } = await import('esbuild');
    // What an entry left that has another name now must not be shipped.
    for (const file of filesIn([at('dist')], (path) => /\.(c?js|map)$/.test(path))) rmSync(file);
    const { slim, plain, ...whole } = entryPoints();
    const bundle = (entryPoints, options) =>
      build({
        absWorkingDir: at(),
        entryPoints,
        outdir: 'dist',
        bundle: true,
        // The adapters reach the core by the package's own name, so that all entries share one copy of it.
        external: ['chatwire', 'react', 'vue', 'ws', 'zustand'],
        // In the repository that name is a TypeScript path, which would bundle the core a second time.
        tsconfigRaw: { compilerOptions: { jsx: 'react-jsx' } },
        platform: 'neutral',
        mainFields: ['module', 'main'],
        target: 'es2022',
        legalComments: 'none',
        logLevel: 'warning',
        ...options,
      });
    // Maps have the sources in them: 0.7 MB of the tarball. Those of the CommonJS files would take as much again, for what is readable anyhow.
    const modules = { format: 'esm', sourcemap: true };
    // A CommonJS file does not know its own address, and so starts no Worker.
    const commonJs = { format: 'cjs', outExtension: { '.js': '.cjs' }, ...addressless };
    const inSlim = { plugins: [hosted] };
    // Without the whitespace that esbuild would put into the core, which comes without any.
    const inPlain = { plugins: [plainCore], minifyWhitespace: true };
    await bundle({ ...whole, ...scripts }, modules);
    await bundle(whole, commonJs);
    await bundle({ slim }, { ...modules, ...inSlim });
    await bundle({ slim }, { ...commonJs, ...inSlim });
    // Some engines without WebAssembly cannot read the words `import.meta` either.
    await bundle({ plain, ...plainScripts }, { ...modules, ...addressless, ...inPlain });
    await bundle({ plain }, { ...commonJs, ...inPlain });
    mkdirSync(at('dist'), { recursive: true });
    copyFileSync(at('build/wasm-release/hosted.wasm'), at('dist/core.wasm'));
  },
};
