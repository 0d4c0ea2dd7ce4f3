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

/** A question (S3.12). */
export interface AskPayload {
  readonly query: string;
  readonly team_id?: string;
}

/** The answer to a challenge (S3.19 to S3.21). */
export interface AuthPayload {
  readonly pubkey: string;
  readonly signature: string;
  readonly challenge: string;
}

/** What a client may send: `{type, id, payload}`. */
export type ClientMessage =
  | { readonly type: 'ask'; readonly id: string; readonly payload: AskPayload }
  | { readonly type: 'auth'; readonly id: string; readonly payload: AuthPayload };

/** Payload by type of everything the server sends. */
export interface ServerPayloads {
  auth_challenge: { challenge: string };
  auth_ok: Record<string, never>;
  auth_error: { code: string; message: string };
  response: {
    answer: string;
    context?: string;
    usage: { prompt_tokens: number; completion_tokens: number; total_tokens: number };
  };
  /** `retry_after` in seconds. */
  error: { code: string; message: string; retry_after?: number };
}

/** Turns a frame's fields into a checked message. */
export function checkMessage(
  { type, id, payload }: Fields,
  maxMessageLength: number,
): Checked<ClientMessage> {
  if (!isType(type)) return problem('missing_type', 'The message needs a "type": a non-empty string.');
  if (!isId(id)) return problem('bad_field', `The message needs an "id": ${ID_RULE}.`);
  if (type !== 'ask' && type !== 'auth') {
    return problem('unknown_type', `${quote(type)} is not a type this server knows: ask, auth.`);
  }
  if (!isObject(payload)) return problem('bad_field', `${quote(type)} needs a "payload": an object.`);
  return type === 'ask' ? checkAsk(id, payload, maxMessageLength) : checkAuth(id, payload);
}

function checkAsk(id: string, { query, team_id }: Fields, maxLength: number): Checked<ClientMessage> {
  const wrongText = textProblem('"payload.query"', query, maxLength);
  if (wrongText) return wrongText;
  if (!isIdOrAbsent(team_id)) {
    return problem('bad_field', `"payload.team_id" must be ${ID_RULE}, or left out.`);
  }
  return { message: { type: 'ask', id, payload: { query: query as string, ...(team_id && { team_id }) } } };
}

function checkAuth(id: string, { pubkey, signature, challenge }: Fields): Checked<ClientMessage> {
  if (typeof pubkey !== 'string' || typeof signature !== 'string' || typeof challenge !== 'string') {
    return problem('bad_field', '"auth" needs three strings: "pubkey", "signature" and "challenge".');
  }
  return { message: { type: 'auth', id, payload: { pubkey, signature, challenge } } };
}
