import type { ClientMessage, Subject } from './messages.js';

/** What is wrong with a frame: becomes an `error` message. */
export interface FrameProblem {
  readonly code: string;
  readonly text: string;
  /** The message that it came with, if that much could be read. */
  readonly about?: Subject;
}

export type ParsedFrame = { readonly message: ClientMessage } | { readonly problem: FrameProblem };

const MAX_ID_LENGTH = 128;
const KNOWN_TYPES = 'user_message, workflow_approval, workflow_cancel, chat_resume, health_check, ping, pong';

type Fields = Readonly<Record<string, unknown>>;

/** Turns one text frame into a checked message. Never throws; only the fields named are copied. */
export function parseFrame(text: string, maxMessageLength: number): ParsedFrame {
  let frame: unknown;
  try {
    frame = JSON.parse(text);
  } catch {
    return problem('BAD_JSON', 'The frame is not JSON. Send one object such as {"type":"ping"} per frame.');
  }
  if (!isObject(frame)) {
    return problem(
      'NOT_AN_OBJECT',
      'The frame must be a JSON object with a "type", not a list or a plain value.',
    );
  }
  const { type, payload } = frame;
  if (typeof type !== 'string' || type === '') {
    return problem('MISSING_TYPE', 'The frame needs a "type": a non-empty string.');
  }
  if (payload !== undefined && payload !== null && !isObject(payload)) {
    return problem('BAD_FIELD', `The "payload" of ${quote(type)} must be an object, or be left out.`);
  }
  const parsed = parsePayload(type, payload ?? {}, maxMessageLength);
  const { message_id } = payload ?? {};
  if (!('problem' in parsed) || !isId(message_id)) return parsed;
  return { problem: { ...parsed.problem, about: { message_id } } };
}

function parsePayload(type: string, payload: Fields, maxMessageLength: number): ParsedFrame {
  const wrong = (field: string, rule: string): ParsedFrame =>
    problem('BAD_FIELD', `${quote(type)} needs "payload.${field}": ${rule}.`);
  switch (type) {
    case 'ping':
    case 'pong':
    case 'health_check':
      return { message: { type } };
    case 'user_message': {
      const { message, chat_id, message_id } = payload;
      if (typeof message !== 'string' || message.trim() === '') return wrong('message', 'a non-empty string');
      if (message.length > maxMessageLength) {
        return problem(
          'MESSAGE_TOO_LONG',
          `A message may have ${maxMessageLength} characters. Send it in parts.`,
        );
      }
      if (!isIdOrAbsent(chat_id)) return wrong('chat_id', `1 to ${MAX_ID_LENGTH} characters, or left out`);
      if (!isIdOrAbsent(message_id))
        return wrong('message_id', `1 to ${MAX_ID_LENGTH} characters, or left out`);
      return {
        message: {
          type,
          payload: { message, ...(chat_id && { chat_id }), ...(message_id && { message_id }) },
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
    case 'chat_resume': {
      const { chat_id } = payload;
      if (!isId(chat_id)) return wrong('chat_id', `1 to ${MAX_ID_LENGTH} characters`);
      return { message: { type, payload: { chat_id } } };
    }
    default:
      return problem('UNKNOWN_TYPE', `${quote(type)} is not a type this server knows: ${KNOWN_TYPES}.`);
  }
}

/** A chat, message or workflow id: any short string, so that clients may keep their own scheme. */
export function isId(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= MAX_ID_LENGTH;
}

function isIdOrAbsent(value: unknown): value is string | null | undefined {
  return value === undefined || value === null || isId(value);
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function problem(code: string, text: string): ParsedFrame {
  return { problem: { code, text } };
}

/** Clients choose the text, so it is cut and escaped before it goes into an error. */
function quote(text: string): string {
  return JSON.stringify(text.slice(0, 40));
}
