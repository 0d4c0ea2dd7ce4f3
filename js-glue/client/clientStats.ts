import type { CoreStats } from '../core/handle.ts';
import type { ChatwireErrorCode } from './errors.ts';

export interface ClientStats extends CoreStats {
  /** Messages given back unsent. */
  dropped: number;
  /** The same by reason: a code is missing where nothing was dropped for it. */
  droppedBy: Partial<Record<ChatwireErrorCode, number>>;
}

/** What the core counted, and what was given back, be it by the core or before it was asked. */
export function clientStats(core: CoreStats, droppedBy: ClientStats['droppedBy']): ClientStats {
  const dropped = Object.values(droppedBy).reduce((sum, count) => sum + count, 0);
  return { ...core, dropped, droppedBy };
}
