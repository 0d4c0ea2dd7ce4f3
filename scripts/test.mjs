// npm test [-- lint|asyncapi|package|native|sim|fuzz|node|wasm-debug|browser|consumers ...]: sets up, builds and runs every test, or the named kinds of them.
import { buildDemo, buildPackage } from './build/steps.mjs';
import { Failure, command } from './lib/failure.mjs';
import { ensure } from './setup/ensure.mjs';
import { asyncapi } from './test/asyncapi.mjs';
import { checks } from './test/checks.mjs';
import { consumers } from './test/consumers.mjs';
import { fuzzTargets } from './test/fuzz.mjs';
import { native } from './test/native.mjs';
import { packageChecks } from './test/package.mjs';
import { runPhases } from './test/phases.mjs';
import { sim } from './test/sim.mjs';
import { vitest } from './test/vitest.mjs';
import { wasmDebug } from './test/wasmDebug.mjs';

const build = {
  name: 'build',
  async run() {
    await buildPackage();
    return { passed: 1, failed: 0 };
  },
};

const demo = {
  name: 'demo',
  async run() {
    await buildDemo();
    return { passed: 1, failed: 0 };
  },
};

const kinds = {
  lint: checks,
  asyncapi: [asyncapi],
  package: [packageChecks],
  native: [native],
  sim: [sim],
  fuzz: [fuzzTargets, vitest('fuzz', ['tests/fuzz'])],
  node: [
    vitest('node', ['tests/js-glue', 'tests/node', 'tests/server']),
    vitest('behind-port', ['tests/js-glue/client', 'tests/node']),
  ],
  'wasm-debug': [wasmDebug],
  browser: [demo, vitest('browser', ['tests/browser'])],
  consumers: [demo, consumers({ isQuick: true })],
};

/** Parts of them, for whoever asks: these run with the whole. */
const parts = {
  websocket: [
    vitest('node', ['tests/js-glue/systems', 'tests/node/systems'], ['js-glue/systems/', 'node/systems/']),
  ],
};
const all = { ...kinds, ...parts };

await command(async (names) => {
  const unknown = names.filter((name) => !Object.hasOwn(all, name));
  if (unknown.length > 0)
    throw new Failure(`no such tests: ${unknown.join(', ')}`, `There are: ${Object.keys(all).join(', ')}.`);
  const wanted =
    names.length > 0 ? Object.keys(all).filter((name) => names.includes(name)) : Object.keys(kinds);
  const uses = (...any) => any.some((name) => wanted.includes(name));

  await ensure({
    nativeTools: uses('lint', 'native', 'sim', 'fuzz'),
    fuzzer: uses('fuzz'),
    chromium: uses('browser', 'consumers'),
    fastapi: uses('node', 'lint'),
    pythonLint: uses('lint'),
    newerNode: uses('node'),
    asyncapi: uses('asyncapi'),
    packageChecks: uses('package'),
  });
  const built = uses('lint', 'package', 'fuzz', 'node', 'websocket', 'wasm-debug', 'browser', 'consumers')
    ? [build]
    : [];
  const { passed, failed } = await runPhases([...built, ...wanted.flatMap((name) => all[name])]);
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
});
