// npm run setup: everything that start, build and test need, and nothing else.
import { command } from './lib/failure.mjs';
import { ensure } from './setup/ensure.mjs';

await command(async () => {
  await ensure({ nativeTools: true, fuzzer: true, chromium: true, fastapi: true, pythonLint: true });
  console.log('everything is set up');
});
