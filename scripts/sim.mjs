// npm run sim [-- --seed S | --seeds A..B | --hours N | --minutes M ...]: years of faults, optimised. docs/SIMULATION.md.
import { command } from './lib/failure.mjs';
import { at } from './lib/paths.mjs';
import { run } from './lib/run.mjs';
import { ensure } from './setup/ensure.mjs';

const preset = 'native-release';

await command(async (args) => {
  await ensure({ nativeTools: true });
  await run('cmake', ['--preset', preset]);
  await run('cmake', ['--build', '--preset', preset, '--target', 'chatwire_sim']);
  // Without a seed each run lives lives that nobody has lived before; what it finds names its seed.
  const hasSeed = args.some((arg) => /^--(seed|seeds|from)$/.test(arg));
  const seeds = hasSeed ? [] : ['--from', String(Math.floor(Date.now() / 1000))];
  const { code } = await run(at(`build/${preset}/tests/chatwire_sim`), [...seeds, ...args], {
    show: true,
    allowed: true,
  });
  return code;
});
