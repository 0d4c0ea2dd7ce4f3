// npm start: sets up, builds, and serves the demo page and the reference backend on one port.
import { buildDemo, buildPackage } from './build/steps.mjs';
import { command } from './lib/failure.mjs';
import { at } from './lib/paths.mjs';
import { mustBeFree } from './lib/port.mjs';
import { run } from './lib/run.mjs';
import { ensure } from './setup/ensure.mjs';

await command(async () => {
  const port = process.env.PORT || '8080';
  // Asked first: nobody should wait a minute for this answer.
  await mustBeFree(Number(port), 'npm start');
  await ensure();
  await buildPackage();
  await buildDemo();
  // A signal that reaches this process is passed on, and the server's own exit code comes back.
  const { code } = await run(process.execPath, ['--enable-source-maps', at('build/server/main.mjs')], {
    show: true,
    allowed: true,
    env: { PORT: port, CHATWIRE_APP_DIR: at('build/app') },
  });
  return code;
});
