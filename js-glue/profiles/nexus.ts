import { base } from './base.ts';
import { doublingGaps } from './gaps.ts';
import type { Profile } from './profile.ts';

/** The `nexus` system: `{ type, id, payload }`, an id on every frame (S3.11). */
export const nexus = {
  ...base,
  name: 'nexus',
  // S3.7: no path.
  url: 'ws://localhost:8000',
  stampsId: true,
  emptyPayload: 'null',
  textMessage: { type: 'ask', key: 'query' },
  reconnect: doublingGaps,
  events: { answer: ['response'] } as const,
} satisfies Profile;
