// npm test [-- lint|asyncapi|package|docs|native|sim|fuzz|node|plain|wasm-debug|browser|consumers ...]: sets up, builds and runs every test, or the named kinds of them.
import { buildPackage } from './build/steps.mjs';
import { Failure, command } from './lib/failure.mjs';
import { ensure } from './setup/ensure.mjs';
import { kinds, others, parts } from './test/kinds.mjs';
import { runPhases } from './test/phases.mjs';

const build = {
  name: 'build',
  async run() {
    await buildPackage();
    return { passed: 1, failed: 0 };
  },
};

const all = { ...kinds, ...parts, ...others };

await command(async (names) => {
  const unknown = names.filter((name) => !Object.hasOwn(all, name));
  if (unknown.length > 0)
    throw new Failure(`no such tests: ${unknown.join(', ')}`, `There are: ${Object.keys(all).join(', ')}.`);
  const wanted =
    names.length > 0 ? Object.keys(all).filter((name) => names.includes(name)) : Object.keys(kinds);
  const uses = (...any) => any.some((name) => wanted.includes(name));

  await ensure({
    nativeTools: uses('docs', 'lint', 'native', 'sim', 'fuzz'),
    fuzzer: uses('fuzz'),
    chromium: uses('browser', 'consumers', 'site'),
    fastapi: uses('node', 'lint'),
    pythonLint: uses('lint'),
    newerNode: uses('node'),
    asyncapi: uses('asyncapi'),
    packageChecks: uses('package'),
    docs: uses('site'),
  });
  const built = uses(
    'docs',
    'lint',
    'package',
    'fuzz',
    'node',
    'plain',
    'websocket',
    'wasm-debug',
    'browser',
    'consumers',
    'site',
  )
    ? [build]
    : [];
  const { passed, failed } = await runPhases([...built, ...wanted.flatMap((name) => all[name])]);
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
});
