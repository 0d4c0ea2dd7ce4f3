import { ChatwireError } from 'chatwire';
import { loadCore } from '../../js-glue/core/load.ts';
import { coreKey } from '../../js-glue/core/coreModule.ts';

const registry = globalThis as { [coreKey]?: ReturnType<typeof loadCore> };

/** Has anybody asked for the core? */
export const isCoreAskedFor = (): boolean => coreKey in globalThis;

/** Whoever asks for the core next gets a new one. Also the end of `refuseCore()`. */
export function forgetCore(): void {
  Reflect.deleteProperty(globalThis, coreKey);
}

/** Nobody gets a core, until `forgetCore()`. */
export function refuseCore(): void {
  registry[coreKey] = Promise.reject(new ChatwireError('WASM_UNAVAILABLE'));
  registry[coreKey].catch(() => {});
}

/** A new core, only after so many milliseconds. */
export function delayCore(milliseconds: number): void {
  forgetCore();
  const waited = new Promise((resolve) => setTimeout(resolve, milliseconds));
  registry[coreKey] = waited.then(() => {
    forgetCore();
    return loadCore();
  });
}
