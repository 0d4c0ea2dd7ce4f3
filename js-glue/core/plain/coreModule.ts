import { ChatwireError } from '../../client/errors.ts';
import type { MainModule } from '../generated/chatwire-core.mjs';
import createCore from '../generated/plainCore.mjs';
import { utf8Decoder, utf8Encoder } from './utf8.ts';

/** Of its own: a page may load both. */
export const coreKey = Symbol.for('chatwire.core.plain.0.1');

/** A new instance of the core, translated to JavaScript: it is made at once. Stands in the place of `../coreModule.ts`. */
export async function startModule(): Promise<MainModule> {
  return createCore({ encoder: utf8Encoder(), decoder: utf8Decoder() });
}

/** What a failed start is told as. */
export function notStarted(cause: unknown): ChatwireError {
  return new ChatwireError('WASM_UNAVAILABLE', {
    detail: 'The core in plain JavaScript could not be started',
    remedy: 'It needs 4 MiB of memory',
    cause,
  });
}
