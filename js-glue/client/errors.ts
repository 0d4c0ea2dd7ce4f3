/** What can go wrong, by stable name. The first group comes from the core (src/base/error.h). */
export type ChatwireErrorCode =
  | 'BAD_URL'
  | 'CONNECT_TIMEOUT'
  | 'LINK_DEAD'
  | 'CONNECTION_LOST'
  | 'ATTEMPTS_EXHAUSTED'
  | 'CLOSED_BY_SERVER'
  | 'AUTH_REJECTED'
  | 'AUTH_TIMEOUT'
  | 'AUTH_PROVIDER_TIMEOUT'
  | 'RETRY_DECLINED'
  | 'SUSPENDED'
  | 'MESSAGE_TOO_BIG'
  | 'OUT_OF_MEMORY'
  | 'INVALID_MESSAGE'
  | 'INVALID_CLOSE_CODE'
  | 'OUTBOX_OVERFLOW'
  | 'EXPIRED'
  | 'CANCELLED'
  | 'TOO_MANY_REQUESTS'
  | 'REQUEST_TIMEOUT'
  | 'DISCONNECTED'
  | 'DESTROYED'
  | 'NO_WEBSOCKET'
  | 'ANSWER_LOST'
  | 'WASM_UNAVAILABLE'
  | 'CORE_CRASHED'
  | 'INVALID_POST'
  | 'UNSERIALIZABLE'
  | 'AUTH_PROVIDER_FAILED'
  | 'HANDLER_THREW';

const ofOneMessage: readonly ChatwireErrorCode[] = [
  ...(['OUTBOX_OVERFLOW', 'EXPIRED', 'CANCELLED'] as const),
  ...(['TOO_MANY_REQUESTS', 'REQUEST_TIMEOUT'] as const),
];

/** Whether a message that was dropped with this code says nothing of those that wait beside it. */
export function concernsOneMessage(code: ChatwireErrorCode): boolean {
  return ofOneMessage.includes(code);
}

export interface ChatwireErrorOptions {
  /** What happened, where the code alone does not say it. */
  detail?: string | undefined;
  /** One sentence that says how to mend it. */
  remedy?: string | undefined;
  cause?: unknown;
}

/** Every error that Chatwire rejects with, emits or throws, but for wrong arguments: those are `TypeError`s. */
export class ChatwireError extends Error {
  override readonly name = 'ChatwireError';
  readonly code: ChatwireErrorCode;
  /** How to mend it. May be empty. */
  readonly remedy: string;

  constructor(code: ChatwireErrorCode, { detail = '', remedy = '', cause }: ChatwireErrorOptions = {}) {
    const text = [detail || code.toLowerCase().replaceAll('_', ' '), remedy].filter(Boolean).join('. ');
    super(`${code}: ${text}`, cause === undefined ? undefined : { cause });
    this.code = code;
    this.remedy = remedy;
  }
}

/** What everybody hears whose core has come to its end (F43). */
export function coreCrashed(cause: unknown): ChatwireError {
  return new ChatwireError('CORE_CRASHED', {
    detail: 'The WebAssembly core crashed',
    remedy:
      'Call connect() to start a new one, and report the cause; out of memory, lower maxMessageBytes or the outbox',
    cause,
  });
}

/** What a page hears when something else came over the port to its Worker than Chatwire posts there (S15). */
export function invalidPost(reason: string): ChatwireError {
  return new ChatwireError('INVALID_POST', {
    detail: `Page and Worker do not understand each other: ${reason}`,
    remedy: 'Load both from one version of chatwire, let nothing else post to the Worker, and call connect()',
  });
}

/** What everybody hears who waits for something of a client that was destroyed. */
export function destroyed(): ChatwireError {
  return new ChatwireError('DESTROYED', {
    detail: 'The client was destroyed',
    remedy: 'Create a new client',
  });
}
