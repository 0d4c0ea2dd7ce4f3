import { mkdirSync, writeFileSync } from 'node:fs';
import { at } from '../lib/paths.mjs';

const target = 'js-glue/generated/workerScript.ts';

/** The script of the Worker as a text, for who has no file of it: `chatwire/inline-worker`. */
export const workerScript = {
  title: 'worker script',
  inputs: [
    ...['worker.ts', 'auth', 'client', 'core', 'messages', 'profiles', 'thread', 'validation'].map((name) => `js-glue/${name}`),
    ...['package-lock.json', 'scripts/build/workerScript.mjs'],
  ],
  outputs: [target],
  async run() {
    const { build } = await import('esbuild');
    const { outputFiles } = await build({
      absWorkingDir: at(),
      entryPoints: ['js-glue/worker.ts'],
      format: 'esm',
      bundle: true,
      minify: true,
      platform: 'neutral',
      target: 'es2022',
      legalComments: 'none',
      logLevel: 'warning',
      write: false,
    });
    mkdirSync(at('js-glue/generated'), { recursive: true });
    const text = JSON.stringify(outputFiles[0].text);
    writeFileSync(at(target), `/** The script of the Worker. Made by npm run build. */\nexport const workerScript: string = ${text};\n`);
  },
};
