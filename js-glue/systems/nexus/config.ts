import type { ChatClientOptions, ReorderOptions } from 'chatwire';
import type { ErrorTexts } from './errorTexts.ts';
import type { Logging } from './log.ts';
import type { WebSocketMessage } from './messages.ts';

/** What the constructor of `WebSocketService` and the hook take: the first four are the system's own (S3.32 to S3.35). */
export interface WebSocketConfig extends CoreOptions, Logging {
  /** `ws:` or `wss:`. Dialled as it is. A function is asked for it at each dial. */
  url: NonNullable<ChatClientOptions['url']>;
  /**
   * Sent as the header `x-api-key`; from browsers, which cannot set headers, as a sub-protocol (docs/systems/nexus.md). A
   * function is asked for it at each dial. `undefined`: none is sent.
   */
  apiKey?: ApiKey | undefined;
  /** Delay before the first retry, in milliseconds; it doubles with each, up to 30 s. Default 1000. */
  reconnectInterval?: number | undefined;
  /** Retries in a row before giving up. Default 5. */
  maxReconnectAttempts?: number | undefined;
  /** Signs the server's challenge, where it sends one in the place of asking for a key (S3.18 to S3.22). */
  authenticate?: Authentication | undefined;
  /** How long the server may take to accept the credentials, in milliseconds. Default 10000. */
  authTimeout?: number | undefined;
  /** How long `ask()` and `send(…, { confirm: true })` wait for the answer, in milliseconds. Default 30000. */
  responseTimeout?: number | undefined;
  /** Where messages carry a number: which. They are then handed out in its order (S3.78). */
  sequence?: ((message: WebSocketMessage) => number | undefined) | undefined;
  /** How messages are put in order; `perConnection: false`: the server counts on over a reconnect. */
  reorder?: (Omit<ReorderOptions<never>, 'sequence'> & { perConnection?: boolean | undefined }) | undefined;
  /** Called when the retries have ended without a connection (S3.81): time to poll, or to try another server. */
  onFallback?: ((error: Error) => void) | undefined;
  /**
   * What becomes of an address without TLS, but for this machine's own: `true` refuses it, `'warn'` says so on the console.
   * Default: `'warn'` in production (`NODE_ENV`), else `false`.
   */
  requireSecure?: boolean | 'warn' | undefined;
  /** Other words for what users are told, by error code (S3.82). */
  errorTexts?: ErrorTexts | undefined;
}

/** Options of the client that are passed on as they are; to `schemas` those of the system's own messages are added (S3.69). */
type CoreOptions = Pick<
  ChatClientOptions,
  | 'WebSocket'
  | 'closeTimeout'
  | 'connectTimeout'
  | 'heartbeat'
  | 'history'
  | 'maxMessageBytes'
  | 'outbox'
  | 'rateLimit'
  | 'schemas'
  | 'thread'
  | 'validate'
>;

/** A key, or a function that gives it, such as one that reads a key store. */
export type ApiKey = string | (() => string | undefined | Promise<string | undefined>);

/** How the server's challenge is answered. */
export interface Authentication {
  /** Signs the challenge: what the algorithm and the encodings are is between the application and its server. */
  sign: (challenge: string) => SignedBy | Promise<SignedBy>;
  /** Type of the server's challenge. Default `auth_challenge`. */
  challengeType?: string | undefined;
  /** Type of its yes. Default `auth_ok`; `null`: it says none. */
  accepted?: string | null | undefined;
  /** Type of its no. Default `auth_error`. */
  rejected?: string | undefined;
}

/** What a signing function gives: whose key, and the signature made with it. */
export interface SignedBy {
  pubkey: string;
  signature: string;
}
