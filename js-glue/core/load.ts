import { ChatwireError } from '../client/errors.ts';
import createCore, { type MainModule } from './generated/chatwire-core.mjs';
import { compileModule } from './inlinedModule.ts';
import { CoreInstance } from './instance.ts';
import { utf8Decoder, utf8Encoder } from './utf8.ts';

/** One per page or process, however many copies of this file a bundler makes. */
const key = Symbol.for('chatwire.core.0.1');
const registry = globalThis as { [key]?: Promise<CoreInstance> | undefined };

/**
 * The WebAssembly module, loaded once. Two callers before the first has finished share the same promise; a load that
 * failed is tried again by the next caller, and after a crash the next one gets a new instance. Rejects with
 * `WASM_UNAVAILABLE`.
 */
export function loadCore(): Promise<CoreInstance> {
  const forget = () => {
    registry[key] = undefined;
  };
  return (registry[key] ??= load(forget).catch((cause: unknown) => {
    forget();
    throw cause instanceof ChatwireError ? cause : notStarted(cause);
  }));
}

async function load(onCrash: () => void): Promise<CoreInstance> {
  if (typeof WebAssembly === 'undefined') throw noWebAssembly();
  const compiled = await compileModule();
  const module = await new Promise<MainModule>((resolve, reject) => {
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
  const instance = new CoreInstance(module);
  instance.inhabit(onCrash);
  return instance;
}

function notStarted(cause: unknown): ChatwireError {
  return new ChatwireError('WASM_UNAVAILABLE', {
    detail: 'The WebAssembly core could not be started',
    remedy:
      "Allow 'wasm-unsafe-eval' in script-src if the page has a content security policy; without one, the browser may be too old",
    cause,
  });
}

function noWebAssembly(): ChatwireError {
  return new ChatwireError('WASM_UNAVAILABLE', {
    detail: 'This platform has no WebAssembly',
    remedy: 'Use a newer browser; lockdown modes, which turn it off, know exceptions for a site',
  });
}
