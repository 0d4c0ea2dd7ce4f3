import type { HeartbeatOptions, ReconnectOptions } from 'chatwire';

/** For all of them: quick enough to watch, slow enough to type into the gap, and no visitor is given up on. */
export const reconnect: ReconnectOptions = {
  maxAttempts: Infinity,
  initialDelay: 3000,
  multiplier: 1.5,
  maxDelay: 8000,
  jitter: 0.25,
};

/** Where the server answers pings: a silent line is found while one watches. */
export const heartbeat: HeartbeatOptions = { interval: 4000, timeout: 3000 };
