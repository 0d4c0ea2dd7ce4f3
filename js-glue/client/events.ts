import type { ConnectionState } from '../core/handle.ts';
import type { ChatwireError } from './errors.ts';
import type { Receipt } from './receipts.ts';

/** What `client.on()` can be asked for. Message types are another matter: `client.subscribe()`. */
export interface ClientEvents {
  /** The link became usable; what was queued has been handed to it. */
  open: undefined;
  /** A socket ended. Once for each that was dialled, also when it never opened (`wasOpen` false). */
  close: { code: number; reason: string; wasClean: boolean; wasOpen: boolean };
  /** Something went wrong. `error.remedy` says what to do. */
  error: ChatwireError;
  state: { state: ConnectionState; previous: ConnectionState };
  /** The next dial has a date: attempt number from 1, delay in milliseconds. */
  retry: { attempt: number; delay: number };
  /** All that was queued has been handed to the socket. */
  drain: undefined;
  /** A message will not be sent: here it is back. */
  unsent: { receipt: Receipt; error: ChatwireError };
  /**
   * The page was too busy to take its messages from the Worker: so many of the oldest are lost, of so many bytes. Comes in
   * the place of the lost messages (docs/THREADS.md).
   */
  overflow: { count: number; bytes: number };
  /**
   * A text that is no message: no JSON object, one that names two types, or one that `validate` refuses. `path` says where
   * in it (`payload.steps[2].id`; empty: as a whole), `reason` why.
   */
  invalid: { text: string; path: string; reason: string };
  /** A binary frame. */
  binary: ArrayBuffer;
}
