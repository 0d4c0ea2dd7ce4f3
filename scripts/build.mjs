// npm run build: fills dist/. With --update-types the committed types of the wasm module are written anew.
import { buildPackage } from './build/steps.mjs';
import { coreTypesAreStale } from './build/wasm.mjs';
import { command } from './lib/failure.mjs';
import { ensure } from './setup/ensure.mjs';

await command(async (options) => {
  await ensure();
  await buildPackage({ newTypes: options.includes('--update-types') });
  if (coreTypesAreStale()) {
    console.warn('warning: the types of the wasm module have changed: npm run types:update writes them');
  }
});
