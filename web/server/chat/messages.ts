import { ID_RULE, isIdOrAbsent, problem, textProblem, type Checked, type Fields } from '../frames.js';
import type { ToolCall } from '../responder/responder.js';

/** What a client sends: no type on the wire; ours only counts it. */
export interface ClientMessage {
  readonly type: 'message';
  readonly message: string;
  readonly conversation_id: string | undefined;
}

/** What the server sends; the keys that are there say what it is. */
export interface ServerMessage {
  /** A piece of the answer, to be appended. */
  readonly response?: string;
  readonly tool_calls?: readonly (ToolCall & { readonly id: string })[];
  /** Missing only where an error belongs to no conversation. */
  readonly conversation_id?: string;
  /** Addition: the answer is complete. */
  readonly done?: true;
  /** Addition. `retry_after` in seconds. */
  readonly error?: { readonly message: string; readonly code: string; readonly retry_after?: number };
}

/** Turns a frame's fields into a checked message. */
export function checkMessage(
  { message, conversation_id }: Fields,
  maxMessageLength: number,
): Checked<ClientMessage> {
  const wrongText = textProblem('"message"', message, maxMessageLength);
  if (wrongText) return wrongText;
  if (!isIdOrAbsent(conversation_id)) {
    return problem('bad_field', `"conversation_id" must be ${ID_RULE}, or left out.`);
  }
  return {
    message: {
      type: 'message',
      message: message as string,
      conversation_id: conversation_id ?? undefined,
    },
  };
}
