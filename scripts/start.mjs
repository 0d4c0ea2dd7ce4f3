// npm start: sets up, builds, and serves the demo page and the reference backend on one port.
import { createServer } from 'node:net';
import { buildDemo, buildPackage } from './build/steps.mjs';
import { Failure, command } from './lib/failure.mjs';
import { at } from './lib/paths.mjs';
import { run } from './lib/run.mjs';
import { ensure } from './setup/ensure.mjs';

await command(async () => {
  const port = process.env.PORT || '8080';
  // Asked first: nobody should wait a minute for this answer.
  await mustBeFree(Number(port));
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

function mustBeFree(port) {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', ({ code, message }) => {
      const taken = code === 'EADDRINUSE';
      const remedy = `Choose another: PORT=${taken && port < 65535 ? port + 1 : 8080} npm start`;
      reject(new Failure(taken ? `port ${port} is taken by another program` : message, remedy));
    });
    probe.listen({ port, host: process.env.HOST || '127.0.0.1' }, () => probe.close(resolve));
  });
}
