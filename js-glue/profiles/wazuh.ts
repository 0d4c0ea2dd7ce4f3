import { base } from './base.ts';
import type { Profile } from './profile.ts';

/** The `wazuh` system: `{ type, data, timestamp }`, a session by JWT, four words for the states (S0.13, S0.44 to S0.47). */
export const wazuh = {
  ...base,
  name: 'wazuh',
  url: 'ws://localhost:8000/ws',
  payloadKey: 'data',
  timestampKey: 'timestamp',
  // S0.13: all three keys, always.
  emptyPayload: 'null',
  textMessage: { type: 'chat_message', key: 'message' },
  // S0.6, S0.54: exponential up to a limit, without numbers.
  reconnect: { ...base.reconnect, maxAttempts: 5 },
  states: {
    idle: 'disconnected',
    connecting: 'connecting',
    authenticating: 'connecting',
    connected: 'connected',
    reconnecting: 'connecting',
    closing: 'disconnected',
    closed: 'disconnected',
    failed: 'error',
  },
  events: {
    welcome: ['connection'],
    answer: ['chat_response'],
    typing: ['typing_start', 'typing_stop'],
    session: ['session_created'],
    serverError: ['error'],
    notification: ['system_notification'],
  } as const,
} satisfies Profile;
