import type { ChatChange } from '../chatChange.ts';
import type { Announcement, ChatMapper, MappedMessage } from '../chatMapper.ts';
import { fields } from '../fields.ts';
import { levelOf } from '../levels.ts';
import { isRefusalCode } from '../refusals.ts';

/** The `wazuh` system (S0.15 to S0.22). What stands in its payloads is a proposal of ours: it does not say (S0.25). */
export const wazuhMapper: ChatMapper = {
  changes: {
    chat_message: (message) => {
      const { data, target } = read(message);
      const id = fields.text(data, 'message_id');
      return { kind: 'message', id, role: 'user', ...said(message), ...target };
    },
    chat_response: (message) => {
      const { text, timestamp } = said(message);
      const { data, target } = read(message);
      return { kind: 'answer', text, timestamp, replyTo: fields.text(data, 'message_id'), ...target };
    },
    typing_start: (message) => ({ kind: 'typing', isTyping: true, ...read(message).target }),
    typing_stop: (message) => ({ kind: 'typing', isTyping: false, ...read(message).target }),
    session_created: (message): ChatChange | undefined => {
      const { data, target } = read(message);
      const title = fields.text(data, 'title') ?? '';
      return target.sessionId === undefined
        ? undefined
        : { kind: 'session', id: target.sessionId, title, select: true };
    },
    error: (message) => {
      const { data, target } = read(message);
      const isRefusal = isRefusalCode(fields.text(data, 'code'));
      return { kind: 'failure', text: fields.text(data, 'message') ?? '', isRefusal, ...target };
    },
  },
  announcements: {
    system_notification: (message) => announced('notification', message),
    error: (message) => announced('toast', message, 'error'),
  },
  text: ({ text, sessionId, details }) => ({
    type: 'chat_message',
    payload: { message: text, session_id: sessionId, ...details },
  }),
  typing: (isTyping, sessionId) => ({
    type: isTyping ? 'typing_start' : 'typing_stop',
    payload: sessionId === undefined ? {} : { session_id: sessionId },
  }),
  knowsMessageIds: false,
  answersOutliveLinks: true,
};

function read({ payload }: MappedMessage) {
  const data = fields.of(payload);
  return { data, target: { sessionId: fields.text(data, 'session_id') } };
}

function said({ payload, timestamp }: MappedMessage) {
  const text = fields.text(fields.of(payload), 'message') ?? (typeof payload === 'string' ? payload : '');
  return { text, timestamp: typeof timestamp === 'string' ? timestamp : undefined };
}

function announced(
  kind: Announcement['kind'],
  { payload }: MappedMessage,
  level?: Announcement['level'],
): Announcement {
  const data = fields.of(payload);
  return {
    kind,
    level: level ?? levelOf(fields.text(data, 'level')),
    title: fields.text(data, 'title'),
    message: fields.text(data, 'message') ?? '',
  };
}
