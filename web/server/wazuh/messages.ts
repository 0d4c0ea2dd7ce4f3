import {
  ID_RULE,
  isIdOrAbsent,
  isObject,
  isType,
  problem,
  quote,
  textProblem,
  type Checked,
  type Fields,
} from '../frames.js';

/** What a client may send: `{type, data, timestamp}`. Its timestamp tells us nothing. */
export type ClientMessage =
  | { readonly type: 'chat_message'; readonly data: ChatData }
  | { readonly type: 'typing_start' | 'typing_stop'; readonly data: SessionData };

export interface SessionData {
  readonly session_id?: string;
}

export interface ChatData extends SessionData {
  readonly message: string;
}

/** Data by type of everything the server sends. */
export interface ServerData {
  /** The welcome. */
  connection: { status: 'connected'; message: string; connection_id: string };
  session_created: { session_id: string; title: string };
  chat_message: { message: string; session_id: string };
  chat_response: { message: string; session_id: string };
  typing_start: SessionData;
  typing_stop: SessionData;
  system_notification: { message: string; title?: string; level?: string };
  /** `retry_after` in seconds. */
  error: { message: string; code: string; session_id?: string; retry_after?: number };
}

/** The text of one message of the server. */
export function frame<Type extends keyof ServerData>(type: Type, data: ServerData[Type]): string {
  return JSON.stringify({ type, data, timestamp: new Date().toISOString() });
}

/** Turns a frame's fields into a checked message. */
export function checkMessage({ type, data }: Fields, maxMessageLength: number): Checked<ClientMessage> {
  if (!isType(type)) return problem('missing_type', 'The message needs a "type": a non-empty string.');
  if (type !== 'chat_message' && type !== 'typing_start' && type !== 'typing_stop') {
    const known = 'chat_message, typing_start, typing_stop';
    return problem('unknown_type', `${quote(type)} is not a type this server knows: ${known}.`);
  }
  if (!isObject(data)) return problem('bad_field', `${quote(type)} needs "data": an object.`);
  const { session_id, message } = data;
  if (!isIdOrAbsent(session_id)) {
    return problem('bad_field', `"data.session_id" must be ${ID_RULE}, or left out.`);
  }
  const session = session_id ? { session_id } : {};
  if (type !== 'chat_message') return { message: { type, data: session } };
  const wrongText = textProblem('"data.message"', message, maxMessageLength);
  return wrongText ?? { message: { type, data: { message: message as string, ...session } } };
}
