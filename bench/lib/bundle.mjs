import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('..', import.meta.url));

/**
 * A module of the benchmark as a page would load it: one minified script, without the framework unless it is to be `whole`.
 */
export async function bundled(contents, { whole = false } = {}) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: folder },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    external: whole ? [] : ['react', 'react-dom', 'vue'],
    // The package's own name means its sources in the repository, and what it ships here.
    alias: { chatwire: fileURLToPath(new URL('../../dist/index.js', import.meta.url)) },
    tsconfigRaw: {},
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'error',
  });
  return outputFiles[0].text;
}
