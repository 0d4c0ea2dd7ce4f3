import { at } from '../lib/paths.mjs';

/** The components' stylesheet as one file. */
export const styles = {
  title: 'stylesheet',
  inputs: ['js-glue/styles', 'package-lock.json', 'scripts/build/styles.mjs'],
  outputs: ['dist/styles.css'],
  async run() {
    const { build } = await import('esbuild');
    await build({
      absWorkingDir: at(),
      entryPoints: { styles: 'js-glue/styles/index.css' },
      outdir: 'dist',
      bundle: true,
      logLevel: 'warning',
    });
  },
};
