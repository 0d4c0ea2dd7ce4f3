// npm run storm [-- --clients N --outage SECONDS --initial-delay MS ...]: ten thousand clients lose their server. docs/STORM.md.
import { command } from './lib/failure.mjs';
import { at } from './lib/paths.mjs';
import { run } from './lib/run.mjs';
import { ensure } from './setup/ensure.mjs';

const preset = 'native-release';

await command(async (args) => {
  await ensure({ npm: false, emscripten: false, nativeTools: true });
  await run('cmake', ['--preset', preset]);
  await run('cmake', ['--build', '--preset', preset, '--target', 'chatwire_storm']);
  const { code } = await run(at(`build/${preset}/tests/chatwire_storm`), args, { show: true, allowed: true });
  return code;
});
