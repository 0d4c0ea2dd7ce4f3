import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { at } from '../lib/paths.mjs';

/**
 * The file of each entry of the package, by brotli, in bytes; scripts and styles minified. All of it, also what a bundler drops
 * where it is not imported.
 */
export async function entrySizes() {
  const { name, exports } = JSON.parse(readFileSync(at('package.json'), 'utf8'));
  const entries = Object.entries(exports).filter(([path]) => path !== './package.json');
  return Promise.all(
    entries.map(async ([path, target]) => {
      const file = target.import?.default ?? target;
      const content = readFileSync(at(file));
      const shipped = file.endsWith('.wasm') ? content : await minified(content, extname(file));
      return { entry: path.replace(/^\./, name), bytes: brotliCompressSync(shipped).length };
    }),
  );
}

async function minified(content, extension) {
  // Loaded here: this file must also load where npm packages are not installed yet.
  const { transform } = await import('esbuild');
  const { code } = await transform(content, { minify: true, loader: extension.slice(1) });
  return code;
}
