import type { Message } from 'chatwire';
import type { AskRequest, AskResponse, SignedChallenge } from '../../messages/generated/nexus.ts';

export type { AskRequest, AskResponse };

/** Any message of the system (S3.11). */
export interface WebSocketMessage {
  type: string;
  id: string;
  // The system's own interface says so.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  payload: any;
}

/** A question (S3.13). */
export interface AskMessage extends WebSocketMessage {
  type: 'ask';
  payload: AskRequest;
}

/** The answer to the question with the same id (S3.17). */
export interface ResponseMessage extends WebSocketMessage {
  type: 'response';
  payload: AskResponse;
}

/** The signed challenge (S3.18). */
export interface AuthMessage extends WebSocketMessage {
  type: 'auth';
  payload: SignedChallenge;
}

/** Is it an answer? For a list of all kinds of messages: `messages.filter(isResponse)` (W44). */
export function isResponse(message: WebSocketMessage): message is ResponseMessage {
  return message.type === 'response';
}

/** A received message as the system has it; one without an id gets this one (S3.49). */
export function messageOf({ type, payload, raw, id }: Message, ownId: string): WebSocketMessage {
  return { ...raw, type, id: id ?? ownId, payload };
}
