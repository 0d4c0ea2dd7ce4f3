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
  const inlined = /['"]([A-Za-z0-9+/=]{4000,})['"]/.exec(new TextDecoder().decode(script))?.[1] ?? '';
  const withoutWasm = new TextDecoder().decode(script).replace(inlined, '');
  const brotli = (bytes) => brotliCompressSync(bytes).length;
  return {
    'page script, wasm inlined': brotli(script),
    'page script without the wasm': brotli(withoutWasm),
    'core.wasm as a file': brotli(readFileSync('dist/core.wasm')),
  };
}
