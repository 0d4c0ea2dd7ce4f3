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

/** The string literal that holds the wasm: by far the longest. */
function inlinedIn(script) {
  return /(["'`])([^"'`\\]{20000,})\1/.exec(script)?.[2] ?? '';
}
