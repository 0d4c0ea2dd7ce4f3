import type { ConnectionState } from '../core/handle.ts';
import type { ChatwireError } from './errors.ts';

/** What a user interface shows of a connection. A new object whenever something in it changed, and only then. */
export interface ConnectionSnapshot {
  readonly state: ConnectionState;
  /** The number of the coming dial since the link was last proven; 0 while there is none to come. */
  readonly attempt: number;
  /** When that dial is due, in milliseconds since 1970; null while none is planned. */
  readonly retryAt: number | null;
  /** How many sent messages still wait. */
  readonly queued: number;
  /**
   * False from the platform's `offline` to its `online`; true where it says nothing. It changes at once, while the state
   * waits for proof: the platform does not always know (F21).
   */
  readonly online: boolean;
  /** The last thing that went wrong; null once connected. */
  readonly error: ChatwireError | null;
}

export const initialSnapshot: ConnectionSnapshot = Object.freeze({
  state: 'idle',
  attempt: 0,
  retryAt: null,
  queued: 0,
  online: true,
  error: null,
});
