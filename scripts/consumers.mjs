// npm run test:consumers [-- name ...]: installs the packed tarball in small real applications of many kinds, and uses them.
import { buildDemo, buildPackage } from './build/steps.mjs';
import { command } from './lib/failure.mjs';
import { ensure } from './setup/ensure.mjs';
import { runPhases } from './test/phases.mjs';

await command(async (names) => {
  await ensure({ chromium: true, newerNode: true });
  await buildPackage();
  await buildDemo();
  const { consumers } = await import('./test/consumers.mjs');
  const { passed, failed } = await runPhases([consumers({ names })]);
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
});
