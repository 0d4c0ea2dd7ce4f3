import { base } from './base.ts';
import type { Profile } from './profile.ts';

/** The `autobot` system: pings, and gaps of 1, 2, 4, 8 and 16 s after every remote close, then it gives up (S4.49, S4.50, S4.63). */
export const autobot: Profile = {
  ...base,
  name: 'autobot',
  // S4.123, S4.126.
  heartbeat: { interval: 30_000, timeout: 5000 },
  reconnect: {
    initialDelay: 1000,
    multiplier: 2,
    maxDelay: Infinity,
    maxAttempts: 5,
    jitter: 0,
    stableAfter: 5000,
  },
  closePolicy: 'always',
};
