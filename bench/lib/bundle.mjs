import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('..', import.meta.url));
const repository = fileURLToPath(new URL('../..', import.meta.url));

/**
 * A module of the benchmark as a page would load it: one minified script, without the framework unless it is to be `whole`.
 */
export async function bundled(contents, options) {
  const { outputFiles } = await bundle(contents, options);
  return outputFiles[0].text;
}

/** How many bytes of that script come of each file, by the file's path in the repository. */
export async function bytesByFile(contents) {
  const { metafile } = await bundle(contents);
  const [output] = Object.values(metafile.outputs);
  return Object.entries(output.inputs).map(([path, { bytesInOutput }]) => ({ path, bytes: bytesInOutput }));
}

function bundle(contents, { whole = false } = {}) {
  return build({
    stdin: { contents, resolveDir: folder },
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    absWorkingDir: repository,
    format: 'esm',
    platform: 'browser',
    external: whole ? [] : ['react', 'react-dom', 'vue'],
    // The package's own name means its sources in the repository, and what it ships here.
    alias: { chatwire: fileURLToPath(new URL('../../dist/index.js', import.meta.url)) },
    tsconfigRaw: {},
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'error',
  });
}
