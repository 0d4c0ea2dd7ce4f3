import type { ChatClientOptions, ChatwireErrorCode } from 'chatwire';
import type { ChatState, StoreLike, UiState } from './stores.ts';

/** What goes wrong, by who can do something about it (S0.54 to S0.57). */
export type ErrorKind = 'connection' | 'auth' | 'message' | 'network';

/** One thing that went wrong; each is told once, and shown to the user once. */
export interface SessionError {
  readonly kind: ErrorKind;
  /** The client's code, or the server's own in lower case. */
  readonly code: ChatwireErrorCode | Lowercase<string>;
  /** For users to read. */
  readonly message: string;
}

/** How a session is made, and what `WebSocketProvider` takes. Functions may change with every render. */
export interface SessionOptions extends CoreOptions {
  /** Default: `NEXT_PUBLIC_WS_URL`, else `ws://localhost:8000/ws`. */
  url?: string | undefined;
  /** The JSON Web Token. */
  token?: string | null | undefined;
  /** Asked for the token at each dial; goes before `token`. */
  getToken?: (() => string | Promise<string>) | undefined;
  /** Asked for another token when the server has refused the one before. Once at a time, and once for each refusal. */
  refreshToken?: (() => string | Promise<string>) | undefined;
  /** The server refuses us for good: the user must log in again, and may then come back to `returnUrl`. */
  onAuthError?: ((error: SessionError, returnUrl: string) => void) | undefined;
  /** Where to log in. The page goes there, with `?returnUrl=`, when `onAuthError` is not given. */
  loginUrl?: string | undefined;
  /** Hears what went wrong. */
  onError?: ((error: SessionError) => void) | undefined;
  /** A message of a type that the system does not know (S0.14). Subscribers of `*` get it as well. */
  onUnknownType?: ((type: string) => void) | undefined;
  /** A store of chats: what is sent and received is put into it. */
  chatStore?: StoreLike<ChatState> | undefined;
  /** A store of notifications and toasts: what users should know is put into it. */
  uiStore?: StoreLike<UiState> | undefined;
  /** Call nothing connected before the server's message `connection` has come (S0.50). Default false. */
  requireWelcome?: boolean | undefined;
  /** How long that may take, in milliseconds; then it is dialled anew. Default 10000. */
  welcomeTimeout?: number | undefined;
  /** What becomes of a message without `data` or `timestamp`: `warn` (default) once for its type, or `reject`. */
  envelope?: 'warn' | 'reject' | undefined;
  /** Talk to a made-up server in this page, and to no other (S0.63). Default false. */
  mock?: boolean | undefined;
}

/** Options of the client that are passed on as they are. */
export type CoreOptions = Pick<
  ChatClientOptions,
  | 'WebSocket'
  | 'closeTimeout'
  | 'connectTimeout'
  | 'heartbeat'
  | 'history'
  | 'maxMessageBytes'
  | 'outbox'
  | 'rateLimit'
  | 'reconnect'
  | 'schemas'
  | 'validate'
>;
