import type { ChatwireError, NexusMessages } from 'chatwire';

/** `connect()` was pending, and `disconnect()` or `destroy()` was called (S3.26). */
export class AbortError extends Error {
  override readonly name = 'AbortError';
  readonly code: ChatwireError['code'];

  constructor(cause: ChatwireError) {
    super('The connection was given up: disconnect() was called', { cause });
    this.code = cause.code;
  }
}

/** The server has answered a question by an error. */
export class ServerError extends Error {
  override readonly name = 'ServerError';
  /** The server's own code, such as `busy`. */
  readonly code: string | undefined;
  /** When to ask again, in seconds from now. */
  readonly retryAfter: number | undefined;

  constructor({ message, code, retry_after }: NexusMessages['server']['error']) {
    super(message);
    this.code = code;
    this.retryAfter = retry_after;
  }
}
