import {
  ID_RULE,
  isId,
  isIdOrAbsent,
  isObject,
  isType,
  problem,
  quote,
  textProblem,
  type Checked,
  type Fields,
} from '../frames.js';
import type { ClientMessage } from './messages.js';

const KNOWN_TYPES =
  'user_message, user_permission_response, workflow_approval, workflow_cancel, chat_resume, health_check, ping, pong';

/** Turns a frame's fields into a checked message. Never throws; only the fields named are copied. */
export function parseFrame({ type, payload }: Fields, maxMessageLength: number): Checked<ClientMessage> {
  if (!isType(type)) return problem('missing_type', 'The frame needs a "type": a non-empty string.');
  if (payload !== undefined && payload !== null && !isObject(payload)) {
    return problem('bad_field', `The "payload" of ${quote(type)} must be an object, or be left out.`);
  }
  return parsePayload(type, payload ?? {}, maxMessageLength);
}

function parsePayload(type: string, payload: Fields, maxMessageLength: number): Checked<ClientMessage> {
  const wrong = (field: string, rule: string): Checked<ClientMessage> =>
    problem('bad_field', `${quote(type)} needs "payload.${field}": ${rule}.`);
  switch (type) {
    case 'ping':
    case 'pong':
    case 'health_check':
      return { message: { type } };
    case 'user_message': {
      const { message, chat_id, message_id } = payload;
      const wrongText = textProblem('"payload.message"', message, maxMessageLength);
      if (wrongText) return wrongText;
      if (!isIdOrAbsent(chat_id)) return wrong('chat_id', `${ID_RULE}, or left out`);
      if (!isIdOrAbsent(message_id)) return wrong('message_id', `${ID_RULE}, or left out`);
      return {
        message: {
          type,
          payload: {
            message: message as string,
            ...(chat_id && { chat_id }),
            ...(message_id && { message_id }),
          },
        },
      };
    }
    case 'workflow_approval': {
      const { workflow_id, approved, message = '' } = payload;
      if (!isId(workflow_id)) return wrong('workflow_id', 'the id of the workflow that asked');
      if (typeof approved !== 'boolean') return wrong('approved', 'true or false');
      if (typeof message !== 'string') return wrong('message', 'a string');
      return { message: { type, payload: { workflow_id, approved, message: message.slice(0, 500) } } };
    }
    case 'workflow_cancel': {
      const { workflow_id, reason = '' } = payload;
      if (!isId(workflow_id)) return wrong('workflow_id', 'the id of the workflow to cancel');
      if (typeof reason !== 'string') return wrong('reason', 'a string');
      return { message: { type, payload: { workflow_id, reason: reason.slice(0, 500) } } };
    }
    case 'user_permission_response': {
      const { action, approved, message = '' } = payload;
      if (!isId(action)) return wrong('action', 'the action of the request');
      if (typeof approved !== 'boolean') return wrong('approved', 'true or false');
      if (typeof message !== 'string') return wrong('message', 'a string');
      return { message: { type, payload: { action, approved, message: message.slice(0, 500) } } };
    }
    case 'chat_resume': {
      const { chat_id } = payload;
      if (!isId(chat_id)) return wrong('chat_id', ID_RULE);
      return { message: { type, payload: { chat_id } } };
    }
    default:
      return problem('unknown_type', `${quote(type)} is not a type this server knows: ${KNOWN_TYPES}.`);
  }
}
