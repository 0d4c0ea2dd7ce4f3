/** What C++ counts since a client was made (src/platform/client_binding.cpp). Times in milliseconds. */
export interface CoreCounters {
  received: number;
  unwanted: number;
  invalid: number;
  stale: number;
  sent: number;
  connects: number;
  queuedCount: number;
  queuedBytes: number;
  queuedFor: number;
  /** Milliseconds; negative before the first answer to a ping. */
  rttP50: number;
  rttP95: number;
  requestsPending: number;
  requestsAnswered: number;
  requestsTimedOut: number;
  lateReplies: number;
  doubleReplies: number;
  /** Milliseconds. */
  lastOutage: number;
  longestOutage: number;
}
