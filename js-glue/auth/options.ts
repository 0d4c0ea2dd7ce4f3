import type { Message } from '../client/message.ts';

/** What a function that gives an address or credentials is told. */
export interface AuthRequest {
  /** Aborted when the answer is no longer wanted: too late, `disconnect()`, `setAuth()`, `destroy()`. */
  readonly signal: AbortSignal;
  /** The server has refused the last credentials: a kept token is of no use any more. */
  readonly wasRefused: boolean;
  /** The link is usable, and its credentials are about to end. */
  readonly isRenewal: boolean;
}

/** A value, or a function that is asked for it at each dial (C24). */
export type Provided<Value> = Value | ((request: AuthRequest) => Value | Promise<Value>);

/** The message that carries the credentials. */
export interface AuthMessage {
  type: string;
  payload?: unknown;
  /**
   * How long the credentials hold, in milliseconds. A minute before that (or after half of it, if that is later) they are
   * asked for again, and sent on the same link (F35).
   */
  expiresIn?: number | undefined;
}

/**
 * How the server learns who we are. Several ways may be combined; functions are asked anew at each dial, and what they gave
 * before a `disconnect()` or `setAuth()` is never used.
 *
 * A function that throws makes the dial fail, and be tried again; one that throws an error with the `status` 401 or 403, or
 * a `ChatwireError` with the code `AUTH_REJECTED`, ends in the state `failed`.
 */
export interface AuthOptions {
  /** Parameters for the URL, percent-encoded. They end up in the logs of servers and proxies: prefer another way. */
  query?: Readonly<Record<string, Provided<string>>> | undefined;
  /**
   * Request headers. Node and React Native can set them, browsers cannot: there `query` or `subprotocol`, if given beside it,
   * stands in, and is used nowhere else.
   */
  header?: Readonly<Record<string, Provided<string>>> | undefined;
  /** Offered behind the option `protocols`. A token needs an encoding without commas and spaces, such as base64url. */
  subprotocol?: Provided<string> | undefined;
  /** The first message on every new socket, before anything that is queued. */
  firstFrame?: Provided<AuthMessage> | undefined;
  /** The answer to the server's challenge (S3.22). */
  challenge?: AuthChallenge | undefined;
  /** Type of the server's yes to a message. Default `auth_ok`. `null`: it says none, and sending is enough. */
  accepted?: string | null | undefined;
  /** Type of the server's no. Default `auth_error`. The first no asks for fresh credentials, the second is final. */
  rejected?: string | undefined;
  /** How long a function may take, and how long the server may take to answer, in milliseconds. Default 10000. */
  timeout?: number | undefined;
}

/** How to answer a server that asks first. */
export interface AuthChallenge {
  /** Type of the server's message. Default `challenge`. */
  type?: string | undefined;
  /** Signs it: the answer is sent as it is. */
  sign: (challenge: Message, request: AuthRequest) => AuthMessage | Promise<AuthMessage>;
}
