import { inlineWasm } from '../build/wasm.mjs';
import { at } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';
import { vitest } from './vitest.mjs';

const tests = vitest('wasm-debug', ['tests/js-glue']);

/** The tests of the client once more, over a core that checks each memory access and its stack, and moves its memory. */
export const wasmDebug = {
  ...tests,
  async run() {
    await run('cmake', ['--preset', 'wasm-debug']);
    await run('cmake', ['--build', '--preset', 'wasm-debug']);
    inlineWasm(at('build/wasm-debug/chatwire-core.wasm'), at('build/wasm-debug/inlineWasm.ts'));
    return tests.run();
  },
};
