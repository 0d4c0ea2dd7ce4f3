import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
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
    ...['src', 'cmake', 'CMakeLists.txt', 'CMakePresets.json', 'js-glue/library', 'scripts/build/wasm.mjs', 'scripts/build/asciiBytes.mjs', 'scripts/build/trimGlue.mjs'],
    ...['package-lock.json', '.toolchain/emscripten/.stamp'],
  ],
  outputs: ['build/wasm-release/chatwire-core.wasm', 'js-glue/core/generated/chatwire-core.mjs', 'js-glue/core/generated/inlineWasm.ts', 'js-glue/core/generated/coreId.ts'],
  async run() {
    await run('cmake', ['--preset', 'wasm-release']);
    await run('cmake', ['--build', '--preset', 'wasm-release']);
    if (!existsSync(built('chatwire-core.mjs'))) throw new Failure('the wasm build linked nothing', 'Is src/platform empty?');

    const glue = readFileSync(built('chatwire-core.mjs'), 'utf8');
    refuseTraps(glue);

    mkdirSync(generated(''), { recursive: true });
    writeFileSync(generated('chatwire-core.mjs'), withoutAddress(glue));
    inlineWasm(built('chatwire-core.wasm'), generated('inlineWasm.ts'));
    hostedWasm(glue, readFileSync(built('chatwire-core.wasm')));
    if (!existsSync(generated('chatwire-core.d.mts'))) updateCoreTypes();
  },
};

/** Throws a `Failure` where a script that Emscripten made holds what bundlers trip over. */
export function refuseTraps(glue) {
  const trap = /import\.meta|["'`]node:|new URL\(|\brequire\(/.exec(glue);
  if (trap) throw new Failure(`the glue contains ${trap[0]}, on which bundlers trip`, 'See the link flags in src/platform/CMakeLists.txt.');
}

/** Glue that does not look for the address of its own script, which nothing needs: the module is handed in. */
function withoutAddress(glue) {
  return glue.replace(/^ *var _scriptName = .*\n/m, '');
}

/** Writes a .wasm file as a TypeScript module, as js-glue/core/load.ts reads it. */
export function inlineWasm(from, to) {
  const { codes, text } = asciiBytes(readFileSync(from));
  writeFileSync(
    to,
    `/** The core's .wasm file. Made by npm run build. */\nexport const inlineWasm = {\n  codes: '${codes}',\n  text: '${text}',\n};\n`,
  );
}

/**
 * The module for those who host it, with an id in a section of its own, which js-glue/core/hostedModule.ts compares: a file of another
 * version would link, for the names of what script and module want of each other are one letter long.
 */
function hostedWasm(glue, wasm) {
  const id = createHash('sha256').update(glue).update(wasm).digest('hex').slice(0, 16);
  writeFileSync(built('hosted.wasm'), Buffer.concat([wasm, customSection('chatwire', id)]));
  writeFileSync(generated('coreId.ts'), `/** What core.wasm is called that belongs to this script. Made by npm run build. */\nexport const coreId = '${id}';\n`);
}

/** WebAssembly Core Specification, 5.5.3. Both texts must be short enough that a length is one byte. */
function customSection(name, text) {
  const body = Buffer.from([name.length, ...Buffer.from(name + text)]);
  return Buffer.concat([Buffer.from([0, body.length]), body]);
}

/** The types of the seam are committed, so that a change to them is seen in review. */
export function updateCoreTypes() {
  copyFileSync(built('chatwire-core.d.ts'), generated('chatwire-core.d.mts'));
}

export function coreTypesAreStale() {
  return readFileSync(built('chatwire-core.d.ts'), 'utf8') !== readFileSync(generated('chatwire-core.d.mts'), 'utf8');
}
