import { brotliCompressSync, gzipSync } from 'node:zlib';
import { bundled, bytesByFile } from './bundle.mjs';

/** What travels of a script: at the best setting of each, as a server compresses files ahead of time. */
export const compressed = {
  brotli: (text) => brotliCompressSync(text).length,
  gzip: (text) => gzipSync(text, { level: 9 }).length,
};

/** The client with all profiles as a page loads it, the module inlined. */
export const pageScript = () => bundled("export { createChatClient } from '../dist/index.js'");

/** The same without WebAssembly: the core is JavaScript like the rest. */
export const plainScript = () => bundled("export { createChatClient } from '../dist/plain.js'");

/** The script without the string literal that holds the module: by far the longest. */
export function withoutModule(script) {
  const [, , inlined] = /(["'`])([^"'`]{20000,}?)\1/.exec(script) ?? [];
  if (inlined === undefined) throw new Error('the script holds no module');
  return script.replace(inlined, () => '');
}

/** Of which parts the page's script is: bytes, minified and not compressed, the largest first. */
export async function partsOfPage() {
  const parts = new Map();
  for (const { path, bytes } of await bytesByFile("export { createChatClient } from '../js-glue/index.ts'")) {
    const part = partOf(path);
    if (part) parts.set(part, (parts.get(part) ?? 0) + bytes);
  }
  return [...parts].sort(([, one], [, other]) => other - one);
}

function partOf(path) {
  if (path.endsWith('/inlineWasm.ts')) return 'the module, as text';
  if (path.endsWith('/chatwire-core.mjs')) return 'Emscripten’s JavaScript';
  return /^js-glue\/\w+\//.exec(path)?.[0];
}
