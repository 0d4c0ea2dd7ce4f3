import { ChatwireError } from '../client/errors.ts';
import { CoreInstance } from './instance.ts';
import { coreKey, notStarted, startModule } from './coreModule.ts';

/** One per page or process, however many copies of this file a bundler makes. */
const registry = globalThis as { [coreKey]?: Promise<CoreInstance> | undefined };

/**
 * The core, loaded once. Two callers before the first has finished share the same promise; a load that failed is tried
 * again by the next caller, and after a crash the next one gets a new instance. Rejects with `WASM_UNAVAILABLE`.
 */
export function loadCore(): Promise<CoreInstance> {
  const forget = () => {
    registry[coreKey] = undefined;
  };
  return (registry[coreKey] ??= load(forget).catch((cause: unknown) => {
    forget();
    throw cause instanceof ChatwireError ? cause : notStarted(cause);
  }));
}

async function load(onCrash: () => void): Promise<CoreInstance> {
  const instance = new CoreInstance(await startModule());
  instance.inhabit(onCrash);
  return instance;
}
