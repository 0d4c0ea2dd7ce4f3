import { base } from './base.ts';
import { doublingGaps } from './gaps.ts';
import type { Profile } from './profile.ts';

/** The `dashboard` system: `{ type, data }`, and a client that pings (S2.8, S2.20, S2.57). */
export const dashboard = {
  ...base,
  name: 'dashboard',
  url: 'ws://localhost:8000/ws',
  payloadKey: 'data',
  // S2.58.
  emptyPayload: '{}',
  heartbeat: { interval: 30_000, timeout: 5000 },
  reconnect: doublingGaps,
  states: {
    idle: 'disconnected',
    connecting: 'connecting',
    authenticating: 'connecting',
    connected: 'connected',
    reconnecting: 'reconnecting',
    closing: 'disconnected',
    closed: 'disconnected',
    failed: 'error',
  },
  events: {
    welcome: ['connected'],
    notification: ['notification'],
    output: ['terminal_output'],
    progress: ['task_status'],
    log: ['activity_log'],
  } as const,
} satisfies Profile;
