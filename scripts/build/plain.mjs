import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { at } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';
import { refuseTraps, wasm } from './wasm.mjs';

const generated = (name) => at('js-glue/core/generated', name);

/** Compiles the core to plain JavaScript, for js-glue/core/plain/coreModule.ts. */
export const plain = {
  title: 'core in plain JavaScript',
  inputs: [...wasm.inputs, 'scripts/build/plain.mjs'],
  outputs: ['js-glue/core/generated/plainCore.mjs', 'js-glue/core/generated/plainCore.d.mts'],
  async run() {
    await run('cmake', ['--preset', 'plain-release']);
    await run('cmake', ['--build', '--preset', 'plain-release']);
    const built = at('build/plain-release/chatwire-core.mjs');
    refuseTraps(readFileSync(built, 'utf8'));
    mkdirSync(generated(''), { recursive: true });
    copyFileSync(built, generated('plainCore.mjs'));
    writeFileSync(generated('plainCore.d.mts'), "export { default } from './chatwire-core.mjs';\n");
  },
};

/**
 * For esbuild: the same sources as the default entry, but for the files that start the core and ask the platform for what
 * platforms without WebAssembly lack. vitest.config.ts does the same.
 */
export const plainCore = {
  name: 'core in plain JavaScript',
  setup: (build) =>
    build.onResolve({ filter: /\/(coreModule|utf8|parseUrl)\.ts$/ }, ({ path }) => ({
      path: at('js-glue/core/plain', path.slice(path.lastIndexOf('/') + 1)),
    })),
};
