import { ChatwireError } from '../client/errors.ts';
import createCore, { type MainModule } from './generated/chatwire-core.mjs';
import { compileModule } from './inlinedModule.ts';
import { utf8Decoder, utf8Encoder } from './utf8.ts';

/** In `chatwire/plain`, `plain/coreModule.ts` stands in the place of this file, with a key of its own. */
export const coreKey = Symbol.for('chatwire.core.0.1');

/** A new instance of the core. */
export async function startModule(): Promise<MainModule> {
  if (typeof WebAssembly === 'undefined') throw noWebAssembly();
  const compiled = await compileModule();
  return new Promise<MainModule>((resolve, reject) => {
    const options = {
      encoder: utf8Encoder(),
      decoder: utf8Decoder(),
      // Given ready-made: so the glue fetches nothing, and knows no file names.
      instantiateWasm(imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance) => void) {
        WebAssembly.instantiate(compiled, imports).then(done).catch(reject);
        return {};
      },
    };
    createCore(options).then(resolve).catch(reject);
  });
}

/** What a failed start is told as. */
export function notStarted(cause: unknown): ChatwireError {
  return new ChatwireError('WASM_UNAVAILABLE', {
    detail: 'The WebAssembly core could not be started',
    remedy: "Allow 'wasm-unsafe-eval' in script-src, use a newer browser, or import from chatwire/plain",
    cause,
  });
}

function noWebAssembly(): ChatwireError {
  return new ChatwireError('WASM_UNAVAILABLE', {
    detail: 'This platform has no WebAssembly',
    remedy: 'Use a newer browser, or import from chatwire/plain',
  });
}
