import type { ChatMapper } from '../chatMapper.ts';
import { fields } from '../fields.ts';

/** The `nexus` system: an answer has the id of its question (S3.14 to S3.17, S3.31). */
export const nexusMapper: ChatMapper = {
  changes: {
    response: ({ payload, id }) => {
      const answer = fields.of(payload);
      return {
        kind: 'answer',
        replyTo: id,
        text: fields.text(answer, 'answer') ?? '',
        details: fields.some(answer, 'context', 'usage'),
      };
    },
    error: ({ payload, id }) => ({
      kind: 'failure',
      replyTo: id,
      text: fields.text(fields.of(payload), 'message') ?? '',
    }),
  },
  announcements: {
    error: ({ payload }) => ({
      kind: 'toast',
      level: 'error',
      message: fields.text(fields.of(payload), 'message') ?? '',
    }),
  },
  text: ({ text, messageId, details }) => ({
    frame: { type: 'ask', id: messageId, payload: { query: text, ...details } },
  }),
  knowsMessageIds: false,
  answersOutliveLinks: false,
};
