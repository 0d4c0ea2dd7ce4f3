import type { WebSocketConstructor } from '../core/socketAdapter.ts';
import type { Profile } from '../profiles/profile.ts';

/** When to dial again. Times in milliseconds; what is not given comes from the profile. */
export interface ReconnectOptions {
  /** `fixed` waits `initialDelay` each time. Default: `exponential`. */
  strategy?: 'exponential' | 'fixed' | undefined;
  /** The first window. `base`: 4000. */
  initialDelay?: number | undefined;
  /** By what the window grows with each failure. `base`: 2. */
  multiplier?: number | undefined;
  /** The largest window; `Infinity` for none. `base`: 20000. */
  maxDelay?: number | undefined;
  /** Failures in a row before giving up; `Infinity` for never. `base`: never. */
  maxAttempts?: number | undefined;
  /** 1 draws the delay from the whole window, 0 waits it out. `base`: 1. */
  jitter?: number | undefined;
  /** How long a link must stay up before the count starts afresh. Default 5000. */
  stableAfter?: number | undefined;
}

/** The client's own pings. */
export interface HeartbeatOptions {
  /** A ping every so many milliseconds. Default 25000. */
  interval?: number | undefined;
  /** Nothing for so long after a ping: the link is dead, and dialled again. Default 10000 ms. */
  timeout?: number | undefined;
  /** Message type of the ping. Default: the profile's, `ping`. */
  type?: string | undefined;
  /** Message type of the answer; it is shown to nobody. Default: the profile's, `pong`. */
  answer?: string | undefined;
  /** Take only the answer for a sign of life, and no other frame. Default false. */
  strict?: boolean | undefined;
}

/** Messages that wait while there is no connection. */
export interface OutboxOptions {
  /** Default 1000. */
  maxCount?: number | undefined;
  /** Of their UTF-8. Default 4 MiB. */
  maxBytes?: number | undefined;
  /** When full: drop the oldest (default), or refuse the newest. Either is told by `unsent` and by the receipt. */
  overflow?: 'drop-oldest' | 'reject' | undefined;
  /** Keep what waits over an own `disconnect()`. Default false: the next user of the page must not send it. */
  keepOnDisconnect?: boolean | undefined;
}

/** Received messages that `history()` gives back. */
export interface HistoryOptions {
  /** Default 1000. */
  maxCount?: number | undefined;
  /** Of their texts, counted in UTF-16 units. Default 4 Mi. */
  maxBytes?: number | undefined;
}

/** First-frame authentication: the first message on every new socket, before anything that is queued. */
export interface AuthOptions {
  /** Asked at every dial for the message that carries the credentials. */
  message: () => AuthMessage | Promise<AuthMessage>;
  /** Type of the server's yes. Default `auth_ok`. */
  accepted?: string | undefined;
  /** Type of the server's no. Default `auth_error`. The first no asks for fresh credentials, the second is final. */
  rejected?: string | undefined;
  /** How long the exchange may take. Default 10000. */
  timeout?: number | undefined;
}

export interface AuthMessage {
  type: string;
  payload?: unknown;
}

export interface ChatClientOptions {
  /** `ws:` or `wss:`; in a page also a path such as `/ws`. */
  url: string | URL;
  /** Sub-protocols to offer. */
  protocols?: string | readonly string[] | undefined;
  /** A system by name, or one of your own. Default `base`. */
  profile?: 'base' | 'autobot' | Profile | undefined;
  reconnect?: boolean | ReconnectOptions | undefined;
  /** What a close code asks for, where the default table (docs/CONNECTION.md) does not fit. */
  closeCodes?: Readonly<Record<number, 'stop' | 'retry'>> | undefined;
  /** `always`: dial again whatever code the server closes with. */
  closePolicy?: 'table' | 'always' | undefined;
  outbox?: OutboxOptions | undefined;
  /** `false` keeps none. */
  history?: false | HistoryOptions | undefined;
  /**
   * The client's own pings. `base`: off, for a server that neither answers them nor sends anything else would be called
   * dead. `true` switches them on.
   */
  heartbeat?: boolean | HeartbeatOptions | undefined;
  /** Answer the server's pings, and show them to nobody. Default true. */
  answerPing?: boolean | undefined;
  auth?: AuthOptions | undefined;
  /** How long a dial may take. Default 10000 ms. */
  connectTimeout?: number | undefined;
  /** How long a close handshake may take before the socket is left behind. Default 2000 ms. */
  closeTimeout?: number | undefined;
  /** A larger frame ends the socket with 4009. Default 1 MiB. */
  maxMessageBytes?: number | undefined;
  /** The constructor to use. Default: the platform's own, else the installed `ws`. */
  WebSocket?: WebSocketConstructor | undefined;
}
