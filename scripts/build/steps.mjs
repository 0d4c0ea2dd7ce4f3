import { existsSync } from 'node:fs';
import { exclusively } from '../lib/lock.mjs';
import { at } from '../lib/paths.mjs';
import { timed } from '../lib/progress.mjs';
import { digest, isStamped, stamp } from '../lib/stamp.mjs';
import { bundles } from './bundle.mjs';
import { app, server } from './demo.mjs';
import { plain } from './plain.mjs';
import { sbom } from './sbom.mjs';
import { styles } from './styles.mjs';
import { types } from './types.mjs';
import { updateCoreTypes, wasm } from './wasm.mjs';
import { workerScript } from './workerScript.mjs';

/** Runs a build step unless it was finished with the very same inputs and what it made is still there. */
export async function runStale(step) {
  const file = at('build/stamps', step.title.replaceAll(' ', '-'));
  const key = () => digest(step.inputs.map((path) => at(path)));
  if (isStamped(file, key()) && step.outputs.every((path) => existsSync(at(path)))) return;
  const started = key();
  await timed(`build: ${step.title}`, step.run);
  stamp(file, started);
}

/** Fills dist/. With `newTypes` the committed types of the module are written anew, before anything is checked by them. */
export const buildPackage = ({ newTypes = false } = {}) =>
  exclusively(async () => {
    await runStale(wasm);
    if (newTypes) updateCoreTypes();
    for (const step of [plain, workerScript, bundles, sbom, styles, types]) await runStale(step);
  });

/** The demo page and its backend, for `npm start` and for the browser tests. Wants dist/. */
export const buildDemo = () =>
  exclusively(async () => {
    for (const step of [server, app]) await runStale(step);
  });
