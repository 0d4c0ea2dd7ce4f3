import type { Profile } from './profile.ts';

/** For every server without a profile of its own: `{ type, payload }`, full jitter, never gives up. */
export const base: Profile = {
  name: 'base',
  url: '',
  typeKey: 'type',
  payloadKey: 'payload',
  idKey: 'id',
  stampsId: false,
  timestampKey: '',
  emptyPayload: '',
  textMessage: null,
  ping: { type: 'ping', answer: 'pong' },
  answersPing: true,
  acceptBatches: false,
  acceptBinaryJson: false,
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
  closeCodes: {},
  connectOnSend: false,
  states: {
    idle: 'idle',
    connecting: 'connecting',
    authenticating: 'authenticating',
    connected: 'connected',
    reconnecting: 'reconnecting',
    closing: 'closing',
    closed: 'closed',
    failed: 'failed',
  },
  events: {},
  // S4.66 to S4.68.
  errorTexts: {
    BAD_URL: 'Failed to create WebSocket connection',
    ATTEMPTS_EXHAUSTED: 'Max reconnection attempts reached',
    default: 'WebSocket connection error',
  },
};
