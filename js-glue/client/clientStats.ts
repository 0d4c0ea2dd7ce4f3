import type { CoreStats } from '../core/handle.ts';
import type { ChatwireErrorCode } from './errors.ts';

/** Where a client's core runs. */
export interface Where {
  /** Before it is loaded: where it is to run. */
  thread: 'main' | 'worker' | 'shared';
  /** Why it runs in this thread, though another one was wanted. */
  fallback?: string | undefined;
}

export interface ClientStats extends CoreStats, Where {
  /** Messages given back unsent. */
  dropped: number;
  /** The same by reason: a code is missing where nothing was dropped for it. */
  droppedBy: Partial<Record<ChatwireErrorCode, number>>;
  /** Received messages that this thread did not take in time: a core in another thread has dropped them. */
  overflowed: number;
}

/** What the core counted, and what was given back, be it by the core or before it was asked. */
export function clientStats(
  core: CoreStats,
  droppedBy: ClientStats['droppedBy'],
  overflowed: number,
  where: Where,
): ClientStats {
  const dropped = Object.values(droppedBy).reduce((sum, count) => sum + count, 0);
  return { ...core, dropped, droppedBy, overflowed, ...where };
}
