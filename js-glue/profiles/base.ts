import type { Profile } from './profile.ts';

/** For every server without a profile of its own: `{ type, payload }`, full jitter, never gives up. */
export const base: Profile = {
  name: 'base',
  typeKey: 'type',
  payloadKey: 'payload',
  idKey: 'id',
  stampsId: false,
  emptyPayload: '',
  ping: { type: 'ping', answer: 'pong' },
  acceptBatches: false,
  heartbeat: null,
  // A wide first window: after an outage, ten thousand clients come back spread out.
  reconnect: {
    initialDelay: 4000,
    multiplier: 2,
    maxDelay: 20_000,
    maxAttempts: Infinity,
    jitter: 1,
    stableAfter: 5000,
  },
  closePolicy: 'table',
};
