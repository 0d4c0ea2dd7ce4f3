import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('..', import.meta.url));

/** A module of the benchmark as a page would load it: all in one minified script. */
export async function bundled(contents, { format = 'esm' } = {}) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: folder },
    bundle: true,
    minify: true,
    write: false,
    format,
    platform: 'browser',
    // An adapter's framework is the application's own.
    external: ['react', 'react-dom', 'vue'],
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'error',
  });
  return outputFiles[0].text;
}
