import { base } from './base.ts';
import { doublingGaps } from './gaps.ts';
import type { Profile } from './profile.ts';

/** The `chat` system: frames without a type, and a client that connects when it has something to say (S1.44, S1.53, S1.77). */
export const chat = {
  ...base,
  name: 'chat',
  url: 'ws://localhost:8000/ws',
  typeKey: '',
  payloadKey: '',
  idKey: '',
  textMessage: { type: '', key: 'message' },
  answersPing: false,
  // S1.21, S1.22; from the second retry on it backs off, except where the server says what it is doing (S1.99 to S1.101).
  reconnect: { ...doublingGaps, initialDelay: 3000 },
  closeCodes: { 1001: 'retry-fixed', 1011: 'retry-fixed' },
  connectOnSend: true,
  // S1.30 to S1.33, S1.91.
  states: {
    idle: 'disconnected',
    connecting: 'connecting',
    authenticating: 'connecting',
    connected: 'connected',
    reconnecting: 'disconnected',
    closing: 'closing',
    closed: 'disconnected',
    failed: 'disconnected',
  },
  events: { answer: [{ has: 'response' }], tool: [{ has: 'tool_calls' }] } as const,
} satisfies Profile;
