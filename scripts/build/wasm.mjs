import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { Failure } from '../lib/failure.mjs';
import { at } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';
import { asciiBytes } from './asciiBytes.mjs';

const built = (name) => at('build/wasm-release', name);
const generated = (name) => at('js-glue/core/generated', name);

/** Compiles the core and puts what TypeScript imports of it into js-glue/core/generated/. */
export const wasm = {
  title: 'WebAssembly core',
  inputs: [
    ...['src', 'cmake', 'CMakeLists.txt', 'CMakePresets.json', 'js-glue/library', 'scripts/build/wasm.mjs', 'scripts/build/asciiBytes.mjs'],
    ...['package-lock.json', '.toolchain/emscripten/.stamp'],
  ],
  outputs: ['build/wasm-release/chatwire-core.wasm', 'js-glue/core/generated/chatwire-core.mjs', 'js-glue/core/generated/inlineWasm.ts'],
  async run() {
    await run('cmake', ['--preset', 'wasm-release']);
    await run('cmake', ['--build', '--preset', 'wasm-release']);
    if (!existsSync(built('chatwire-core.mjs'))) throw new Failure('the wasm build linked nothing', 'Is src/platform empty?');

    const glue = readFileSync(built('chatwire-core.mjs'), 'utf8');
    const trap = /import\.meta|["'`]node:|new URL\(|\brequire\(/.exec(glue);
    if (trap) throw new Failure(`the glue contains ${trap[0]}, on which bundlers trip`, 'See the link flags in src/platform/CMakeLists.txt.');

    mkdirSync(generated(''), { recursive: true });
    copyFileSync(built('chatwire-core.mjs'), generated('chatwire-core.mjs'));
    inlineWasm(built('chatwire-core.wasm'), generated('inlineWasm.ts'));
    if (!existsSync(generated('chatwire-core.d.mts'))) updateCoreTypes();
  },
};

/** Writes a .wasm file as a TypeScript module, as js-glue/core/load.ts reads it. */
export function inlineWasm(from, to) {
  const { codes, text } = asciiBytes(readFileSync(from));
  writeFileSync(
    to,
    `/** The core's .wasm file. Made by npm run build. */\nexport const inlineWasm = {\n  codes: '${codes}',\n  text: '${text}',\n};\n`,
  );
}

/** The types of the seam are committed, so that a change to them is seen in review. */
export function updateCoreTypes() {
  copyFileSync(built('chatwire-core.d.ts'), generated('chatwire-core.d.mts'));
}

export function coreTypesAreStale() {
  return readFileSync(built('chatwire-core.d.ts'), 'utf8') !== readFileSync(generated('chatwire-core.d.mts'), 'utf8');
}
