import { readFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';
import { at } from '../lib/paths.mjs';

/** The file of each entry of the package, minified and by brotli, in bytes: all of it, also what a bundler drops where it is not imported. */
export async function entrySizes() {
  // Loaded here: this file must also load where npm packages are not installed yet.
  const { transform } = await import('esbuild');
  const { name, exports } = JSON.parse(readFileSync(at('package.json'), 'utf8'));
  const entries = Object.entries(exports).filter(([, target]) => target.import?.default);
  return Promise.all(
    entries.map(async ([path, target]) => {
      const { code } = await transform(readFileSync(at(target.import.default), 'utf8'), { minify: true });
      return { entry: path.replace(/^\./, name), bytes: brotliCompressSync(code).length };
    }),
  );
}
