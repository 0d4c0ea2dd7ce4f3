// Runs what Metro has bundled in Hermes: node run.mjs <server, which this one cannot reach> <thread>
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const [, , , thread] = process.argv;
const parts = [
  readFileSync('platform.js', 'utf8'),
  `globalThis.thread = '${thread}';`,
  readFileSync('dist.js', 'utf8'),
];
writeFileSync('whole.js', parts.join('\n'));
const folders = { linux: 'linux64-bin', darwin: 'osx-bin', win32: 'win64-bin' };
const hermes = `node_modules/hermes-engine-cli/${folders[process.platform]}/hermes`;
process.stdout.write(
  execFileSync(hermes, ['-w', 'whole.js'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
);
