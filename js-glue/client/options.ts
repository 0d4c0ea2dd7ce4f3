import type { WebSocketConstructor } from '../core/socketAdapter.ts';
import type { AuthOptions, Provided } from '../auth/options.ts';
import type { Hint } from '../core/handle.ts';
import type { SharedWorkerLike, WorkerLike } from '../thread/port.ts';
import type { StandardSchema } from '../validation/standardSchema.ts';
import type { CloseCodeAction, Profile } from '../profiles/profile.ts';
import type { ProfileName } from '../profiles/profiles.ts';
import type { Unsubscribe } from './emitter.ts';

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
  /** Dial also while the page is hidden. Default true. `false` spares the server: the next dial waits until it is seen. */
  whileHidden?: boolean | undefined;
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
  /**
   * Give each ping an id, `{"type":"ping","id":"7"}`, and take only an answer with the same id for the answer. With
   * `strict` it finds a link on which the server is no longer reached, though it still talks. Default false.
   */
  ids?: boolean | undefined;
}

/** Messages that wait: while there is no connection, or while the socket has no room (docs/OUTBOX.md). */
export interface OutboxOptions {
  /** Default 1000. */
  maxCount?: number | undefined;
  /** Of their UTF-8. Default 4 MiB. */
  maxBytes?: number | undefined;
  /**
   * When full: `drop-oldest` (default) drops the oldest of the lowest priority that is not above the newcomer's,
   * `drop-newest` the newest of the lowest priority that is below it; where there is none, and with `reject`, the newcomer
   * is refused. Either is told by `unsent` and by the receipt.
   */
  overflow?: 'drop-oldest' | 'drop-newest' | 'reject' | undefined;
  /** How long messages wait that say nothing else; then they are dropped with `EXPIRED`. Default: for as long as it takes. */
  ttl?: number | undefined;
  /** Messages wait while the socket holds more bytes than this. Default 1 MiB. */
  highWaterMark?: number | undefined;
  /** Once they do, they wait until it is down to this. Default: half of `highWaterMark`. */
  lowWaterMark?: number | undefined;
  /** Keep what waits over an own `disconnect()`. Default false: the next user of the page must not send it. */
  keepOnDisconnect?: boolean | undefined;
}

/** How many messages may leave. Those over it wait in the outbox; pings and authentication neither wait nor count. */
export interface RateLimitOptions {
  /** So many at most in any `per` milliseconds. */
  count: number;
  /** Default 1000. */
  per?: number | undefined;
}

/** Received messages that `history()` gives back. */
export interface HistoryOptions {
  /** Default 1000. */
  maxCount?: number | undefined;
  /** Of their texts, counted in UTF-16 units. Default 4 Mi. */
  maxBytes?: number | undefined;
}

/** What a socket ended with, for whoever decides whether to dial again. */
export interface CloseDetails {
  /** RFC 6455 section 7.4; 1006 where there was no close frame. */
  code: number;
  reason: string;
  wasClean: boolean;
  /** It had been usable. */
  wasOpen: boolean;
}

/** Where the core runs, and how. */
export interface ThreadOptions {
  type: 'main' | 'worker' | 'shared';
  /**
   * Makes the Worker from the package's `worker.js`, where a bundler does not find that by itself; with `shared`, the
   * SharedWorker of this name.
   */
  create?: ((name: string) => WorkerLike | SharedWorkerLike) | undefined;
  /**
   * With `shared`: who the user is, such as an account's id. Tabs share a socket where URL, profile and this are the same.
   * Needed where the URL or the credentials come from functions; else the credentials themselves tell.
   */
  identity?: string | undefined;
  /** What waits in the Worker while this thread is busy; beyond it the oldest messages are lost, and `overflow` tells. */
  buffer?: BufferOptions | undefined;
}

/** How much may wait for a page that is busy. */
export interface BufferOptions {
  /** Messages. Default 100000. */
  maxCount?: number | undefined;
  /** Of their texts, a byte for each UTF-16 unit, and of binary messages. Default 64 MiB. */
  maxBytes?: number | undefined;
}

/** Everything that a client can be told when it is made. Times are milliseconds; wrong values throw a `TypeError` that names them. */
export interface ChatClientOptions {
  /** `ws:` or `wss:`; in a page also a path such as `/ws`. A function is asked for it at each dial. Default: the profile's; `base` has none. */
  url?: Provided<string | URL> | undefined;
  /** Sub-protocols to offer. */
  protocols?: string | readonly string[] | undefined;
  /**
   * Whether the server must take one of them. Default true. If not, a dial that never opened is followed by one without
   * them, and so on in turn: a server that does not know them shows in no other way (F06).
   */
  requireProtocol?: boolean | undefined;
  /** A system by name, or one of your own. Default `base`. */
  profile?: ProfileName | Profile | undefined;
  reconnect?: boolean | ReconnectOptions | undefined;
  /** What a close code asks for, where the default table (docs/CONNECTION.md) does not fit. */
  closeCodes?: Readonly<Record<number, CloseCodeAction>> | undefined;
  /** `always`: dial again whatever code the server closes with. */
  closePolicy?: 'table' | 'always' | undefined;
  /**
   * Asked whenever a link was lost or a dial failed: `true` dials again, `false` gives up, `undefined` leaves it to the close
   * codes. It is not asked after an own `disconnect()`, nor where `reconnect` is off.
   */
  shouldReconnect?: ((close: CloseDetails) => boolean | undefined) | undefined;
  /** `false`: nothing waits. What cannot leave at once is dropped with `OUTBOX_OVERFLOW`. */
  outbox?: false | OutboxOptions | undefined;
  /** A message that is sent while idle, closing, closed or failed connects. Default: the profile's, false but for `chat`. */
  connectOnSend?: boolean | undefined;
  /** For a server that limits its clients. Default: no limit. */
  rateLimit?: RateLimitOptions | undefined;
  /** `false` keeps none. */
  history?: false | HistoryOptions | undefined;
  /**
   * The client's own pings. `base`: off, for a server that neither answers them nor sends anything else would be called
   * dead. `true` switches them on.
   */
  heartbeat?: boolean | HeartbeatOptions | undefined;
  /**
   * The server may send several messages in one frame: as a JSON array, or one per line. Each is then a message of its own;
   * a frame that is no such batch is judged as one. Default: the profile's, `false`.
   */
  acceptBatches?: false | 'array' | 'lines' | undefined;
  /**
   * The server sends JSON in binary frames, as UTF-8: they are read as text frames are, and the event `binary` never comes.
   * One that is no UTF-8 goes to `invalid`. Default: the profile's, false.
   */
  acceptBinaryJson?: boolean | undefined;
  /**
   * What is looked at before a handler gets a message. `off`: nothing. `envelope`: that it is a JSON object with a type, and
   * with an id and a timestamp of a usable kind where it has them. `payload`: also that its payload is as the schema of its
   * type has it. What is refused goes to `invalid` instead. Default: `payload` where `schemas` are given, else `off`.
   */
  validate?: 'off' | 'envelope' | 'payload' | undefined;
  /**
   * Of payloads, by message type: made by `jsonSchema()`, or by zod, valibot, arktype or any other library of the Standard
   * Schema. Handlers get what the schema makes of the payload. Types without one pass.
   */
  schemas?: Readonly<Record<string, StandardSchema>> | undefined;
  /** Answer the server's pings, and show them to nobody. Default: the profile's, true but for `chat`. */
  answerPing?: boolean | undefined;
  auth?: AuthOptions | undefined;
  /** How long a dial may take. Default 10000 ms. */
  connectTimeout?: number | undefined;
  /** How long a close handshake may take before the socket is left behind. Default 2000 ms. */
  closeTimeout?: number | undefined;
  /** A larger frame ends the socket with 4009. Default 1 MiB. */
  maxMessageBytes?: number | undefined;
  /**
   * Whether a page that came by `https:` may dial `ws:` at hosts other than this computer: anybody on the way could read along.
   * Default false: `BAD_URL` (S4).
   */
  allowInsecure?: boolean | undefined;
  /**
   * The only hosts that may be dialled, `'example.com'` at any port or `'example.com:8443'`; for all others the client fails
   * with `BAD_URL`. Wanted where the URL, or a part of it, comes from elsewhere (S19). Default: any host.
   */
  allowedHosts?: readonly string[] | undefined;
  /**
   * Where the socket and the core run: in this thread (`main`, the default), in a Worker of this client's own (`worker`), or in
   * a SharedWorker, with one socket for all tabs (`shared`). Where that cannot be had, in this thread; `stats().fallback`
   * then says why (docs/THREADS.md).
   */
  thread?: 'main' | 'worker' | 'shared' | ThreadOptions | undefined;
  /**
   * Who tells of the network and of the app's life, where that is no page: React Native's `AppState` and NetInfo, an Electron
   * main process (docs/WITHOUT_WEBASSEMBLY.md). Called when the client begins to work, and again if its core had to be replaced;
   * gives back a function that ends it. What is no {@link Hint} throws a `TypeError` where it is told. Default: the events of
   * the page.
   */
  hints?: ((tell: (hint: Hint) => void) => Unsubscribe) | undefined;
  /** The constructor to use. Default: the platform's own, else the installed `ws`. Where it brings a `clock`, the client lives by that. */
  WebSocket?: WebSocketConstructor | undefined;
}
