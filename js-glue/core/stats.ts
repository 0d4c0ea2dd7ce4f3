import type { CoreStats } from './handle.ts';

/** The statistics of a core that is not there. */
export const noStats: CoreStats = {
  received: 0,
  unwanted: 0,
  invalid: 0,
  stale: 0,
  sent: 0,
  connects: 0,
  queuedCount: 0,
  queuedBytes: 0,
  queuedFor: 0,
  rtt: null,
  requests: { pending: 0, answered: 0, timedOut: 0, lateReplies: 0, doubleReplies: 0 },
  outage: { last: 0, longest: 0 },
  heapInUse: 0,
};
