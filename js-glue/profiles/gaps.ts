import type { ReconnectDefaults } from './profile.ts';

/** Doubling gaps from one second to thirty, five of them, as `dashboard` (S2.60 to S2.63) and `nexus` (S3.59) count them. */
export const doublingGaps: ReconnectDefaults = {
  initialDelay: 1000,
  multiplier: 2,
  maxDelay: 30_000,
  maxAttempts: 5,
  jitter: 0,
  stableAfter: 5000,
};
