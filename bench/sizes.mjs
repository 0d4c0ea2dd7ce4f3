import { readFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';
import { build } from 'esbuild';

/** Transfer size of what a page loads, minified, brotli, in bytes. */
export async function sizes() {
  const { outputFiles } = await build({
    stdin: { contents: "export { createChatClient } from './dist/index.js'", resolveDir: '.' },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    logLevel: 'error',
  });
  const script = outputFiles[0].contents;
  const text = new TextDecoder().decode(script);
  const withoutWasm = text.replace(inlinedIn(text), '');
  const brotli = (bytes) => brotliCompressSync(bytes).length;
  return {
    'page script, wasm inlined': brotli(script),
    'page script without the wasm': brotli(withoutWasm),
    'core.wasm as a file': brotli(readFileSync('dist/core.wasm')),
  };
}

/** The string literal that holds the wasm: it begins with the format's magic number. */
function inlinedIn(script) {
  const magic = /(["'`])(?:\\0|\\x00|\0)asm/.exec(script);
  if (!magic) return '';
  const rest = script.slice(magic.index + 1);
  const end = new RegExp(`^(?:\\\\[^]|[^\\\\${magic[1]}])*`).exec(rest);
  return end[0];
}
