// npm run bench: prints the table of figures and writes bench/results.json. Not a test: machines are noisy.
import { writeFileSync } from 'node:fs';
import { buildPackage } from './build/steps.mjs';
import { command } from './lib/failure.mjs';
import { at } from './lib/paths.mjs';
import { ensure } from './setup/ensure.mjs';

await command(async () => {
  await ensure();
  await buildPackage();
  const { inProcess, standardSizes } = await import('../bench/inProcess.mjs');
  const { sizes } = await import('../bench/sizes.mjs');

  console.log(`In this process (Node ${process.versions.node}), medians of 31 interleaved rounds:`);
  const receive = await inProcess({ rounds: 31, sizes: standardSizes });
  for (const { figure, nanoseconds, ratio } of receive) {
    console.log(
      `  ${figure.padEnd(44)} ${nanoseconds.toFixed(0).padStart(8)} ns ${ratio.toFixed(2).padStart(7)} x`,
    );
  }
  console.log('Transfer size, minified, brotli:');
  const size = await sizes();
  for (const [name, bytes] of Object.entries(size)) {
    console.log(`  ${name.padEnd(44)} ${(bytes / 1000).toFixed(1).padStart(8)} kB`);
  }
  writeFileSync(
    at('bench/results.json'),
    `${JSON.stringify({ node: process.versions.node, receive, size }, null, 2)}\n`,
  );
});
