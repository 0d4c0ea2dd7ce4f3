import type { ChatChange } from '../chatChange.ts';
import type { ToolCall } from '../chatState.ts';
import type { ChatMapper } from '../chatMapper.ts';
import { fields } from '../fields.ts';
import { isRefusalCode } from '../refusals.ts';

/**
 * The `chat` system: frames without a type, answers in pieces (S1.85 to S1.87). How an answer ends it does not say: a frame
 * with `done: true` ends it, an `error`, or a silence.
 */
export const chatMapper: ChatMapper = {
  changes: {
    '*': ({ payload }) => {
      const frame = fields.of(payload);
      const sessionId = fields.text(frame, 'conversation_id');
      const piece = fields.text(frame, 'response');
      const calls = fields.list(frame, 'tool_calls').map(callOf);
      const error = errorOf(frame);
      const changes: ChatChange[] = [];
      if (piece !== undefined || calls.length > 0)
        changes.push({ kind: 'delta', text: piece ?? '', sessionId });
      if (calls.length > 0) changes.push({ kind: 'tools', calls, sessionId });
      if (error !== undefined)
        changes.push({ kind: 'failure', text: error, isRefusal: isRefusal(frame), sessionId });
      else if (frame['done'] === true) changes.push({ kind: 'answer', sessionId });
      return changes;
    },
  },
  announcements: {
    '*': ({ payload }) => {
      const message = errorOf(fields.of(payload));
      return message === undefined ? undefined : { kind: 'toast', level: 'error', message };
    },
  },
  text: ({ text, sessionId, details }) => ({
    frame: { message: text, conversation_id: sessionId, ...details },
  }),
  knowsMessageIds: false,
  answersOutliveLinks: false,
};

function errorOf(frame: Readonly<Record<string, unknown>>): string | undefined {
  const error = frame['error'];
  return typeof error === 'string' ? error : fields.text(fields.of(error), 'message');
}

function isRefusal(frame: Readonly<Record<string, unknown>>): boolean {
  return isRefusalCode(fields.text(fields.of(frame['error']), 'code'));
}

/** The system does not say what a call looks like: by the two forms in use, with the name beside or inside. */
function callOf(call: unknown, index: number): ToolCall {
  const known = fields.of(call);
  const inner = fields.of(known['function']);
  return {
    id: fields.text(known, 'id') ?? String(index),
    name: fields.text(known, 'name') ?? fields.text(inner, 'name') ?? 'tool',
    arguments: known['arguments'] ?? inner['arguments'],
    ...(typeof known['result'] === 'string' && { result: known['result'] }),
    status: 'running',
  };
}
