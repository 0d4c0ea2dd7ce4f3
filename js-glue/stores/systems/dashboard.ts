import type { ChatMapper } from '../chatMapper.ts';
import { fields } from '../fields.ts';
import { levelOf } from '../levels.ts';

/** The `dashboard` system: it has no chat, and notifies (S2.6, S2.55). */
export const dashboardMapper: ChatMapper = {
  changes: {},
  announcements: {
    notification: ({ payload }) => {
      const data = fields.of(payload);
      return {
        kind: 'notification',
        level: levelOf(fields.text(data, 'priority')),
        title: fields.text(data, 'title'),
        message: fields.text(data, 'message') ?? '',
      };
    },
  },
  knowsMessageIds: false,
  answersOutliveLinks: false,
};
