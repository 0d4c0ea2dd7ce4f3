// npm run format: rewrites every source file the way the checks want it.
import { ensure } from './setup/ensure.mjs';
import { command } from './lib/failure.mjs';
import { run } from './lib/run.mjs';
import { cppFiles } from './test/checks.mjs';

await command(async () => {
  await ensure({ emscripten: false, nativeTools: true });
  await run('prettier', ['--write', '--log-level=warn', '.'], { show: true });
  await run('clang-format', ['-i', ...cppFiles('src', 'tests')]);
});
