import type { TappedFrame } from './frameTap.ts';
import type { OutgoingMessage } from './outgoing.ts';

/** The connection's eight states; see docs/CONNECTION.md. */
export type ConnectionState =
  'idle' | 'connecting' | 'authenticating' | 'connected' | 'reconnecting' | 'closing' | 'closed' | 'failed';

/** Counts since the client was made, and what it holds now. */
export interface CoreStats {
  /** Messages received, without the server's pings. */
  received: number;
  /** Of these, the ones that nobody had subscribed to. */
  unwanted: number;
  /**
   * Text frames that were no JSON object, as far as the core looked: up to the type. What is malformed behind it shows when
   * somebody reads the message, by the event `invalid`.
   */
  invalid: number;
  /** Frames of sockets that had been given up. */
  stale: number;
  /** Messages handed to a socket. */
  sent: number;
  /** Links that became usable. */
  connects: number;
  /** Messages in the outbox, and their bytes. */
  queuedCount: number;
  queuedBytes: number;
  /** How long the oldest of them has waited, in milliseconds; 0 while none waits. */
  queuedFor: number;
  /** Round trip of the client's last pings, in milliseconds; null before the first answer. */
  rtt: { p50: number; p95: number } | null;
  requests: RequestStats;
  /** From the loss of a usable link to the next one, in milliseconds; 0 before there was one. */
  outage: { last: number; longest: number };
  /** Bytes of WebAssembly memory in use, by all clients of the page. */
  heapInUse: number;
}

/** What became of the requests. */
export interface RequestStats {
  /** They wait for an answer now. */
  pending: number;
  answered: number;
  timedOut: number;
  /** Answers that came when their request had failed: by its time limit, by its signal, with the link. */
  lateReplies: number;
  /** Further answers to a request that had been answered. */
  doubleReplies: number;
}

/** A message whose sender waits for an answer. */
export interface CoreRequest {
  /** The caller's own number for it, and for the receipt of its message; not 0. */
  readonly number: number;
  /** The whole frame. */
  readonly text: string;
  /** The frame's id, which the answer repeats. Empty: the caller sees every message, and says which one it is. */
  readonly answerId: string;
  /** In milliseconds. */
  readonly timeout: number;
}

/** How a message waits in the outbox. */
export interface OutboxTerms {
  /** 0 is high, 1 normal, 2 low. */
  readonly priority: number;
  /** For so many milliseconds at most; Infinity: for as long as it takes. */
  readonly ttl: number;
}

export const normalTerms: OutboxTerms = { priority: 1, ttl: Infinity };

/** What the platform says of the network and of the page. */
export type Hint = (typeof hints)[number];

/** All of them. */
export const hints = ['online', 'offline', 'awake', 'hidden', 'frozen'] as const;

/** A received text that history keeps. */
export interface StoredFrame {
  sequence: number;
  text: string;
  /** Milliseconds since 1970. */
  receivedAt: number;
}

export interface StoredFrameQuery {
  type?: string | undefined;
  /** Received at this time or later, in milliseconds since 1970. */
  since?: number | undefined;
  /** Received after the message with this number. */
  after?: number | undefined;
  /** At most so many, the newest ones. */
  limit?: number | undefined;
}

/**
 * What a core is told to do. A command has no answer: what comes of it is told to the `CoreListener`. Its parameters can be
 * posted to another thread, so it makes no difference where the core runs. Texts are JSON.
 */
export interface CoreCommands {
  /** `call`: the caller's own number for it, told back by `onConnectHeard`. */
  connect(call?: number): void;
  disconnect(code: number, reason: string): void;
  /** Sends a whole frame. `receipt` is the caller's own number for it, told back by `onSent` or `onDropped`. */
  send(receipt: number, frame: OutgoingMessage, terms?: OutboxTerms): void;
  /** Takes a message back that still waits: `onDropped` then tells of it, with `CANCELLED`. */
  cancel(receipt: number): void;
  /** It ends once: by an `onMessage` that names it, by `matched`, or by `onRequestFailed`. */
  request(request: CoreRequest, terms?: OutboxTerms): void;
  /** Nobody waits for the answer any more. */
  cancelRequest(request: number): void;
  /** The answer has come. */
  matched(request: number): void;
  hint(hint: Hint): void;
  /** Answers `onAddressWanted`. */
  dial(generation: number, url: string, protocols: string[], headers: Readonly<Record<string, string>>): void;
  /** Answers `onCredentialsWanted`. `lifetime` in milliseconds; Infinity where they do not end. */
  authenticate(generation: number, type: string, payload: string, lifetime: number): void;
  /** Answers either of them: there is nothing to give, and `isFinal`, nor will there be. */
  withhold(generation: number, isFinal: boolean): void;
  /** What was asked for before must not be used. */
  renewCredentials(): void;
  /** Answers `onRetryWanted`. `undefined`: as the close policy has it. */
  decideRetry(generation: number, again: boolean | undefined): void;
  /** `route` is the caller's own number for the type, told back by `onMessage`; from 1. */
  subscribe(type: string, route: number): void;
  unsubscribe(type: string): void;
  /** Whether messages of types that nobody named are wanted: they come with route 0. */
  wantAll(wanted: boolean): void;
  clearHistory(): void;
  /** Whether every frame is to be told by `onFrame`, those of sockets that are open already among them. */
  tap(wanted: boolean): void;
}

/** The core, wherever it runs: in this thread (`LocalCore`), or not there yet (`DeferredCore`). */
export interface CoreHandle extends CoreCommands {
  history(query: StoredFrameQuery): StoredFrame[];
  stats(): CoreStats;
  destroy(): void;
}

/** What a core tells. Called outside of the core, in the order in which things happened; may call back into it. */
export interface CoreListener {
  /**
   * `sequence` is 0 where history does not keep it; `receivedAt` is in milliseconds since 1970; `answered` is the request
   * that it answers, 0 for none; `isRight`: it need not be checked here, since `validate` is off,
   * or the core's thread has done so. Missing: nobody has.
   */
  onMessage(
    text: string,
    route: number,
    sequence: number,
    receivedAt: number,
    answered: number,
    isRight?: boolean,
  ): void;
  onBinary(bytes: ArrayBuffer): void;
  /** A text frame that is no JSON object. */
  onInvalid(text: string): void;
  /** This `connect()` has been heard: what follows is said with that in mind, and what came before was not. */
  onConnectHeard(call: number): void;
  onState(state: ConnectionState, reason: string): void;
  onOpen(): void;
  onClose(code: number, reason: string, wasClean: boolean, wasOpen: boolean): void;
  onRetry(attempt: number, delay: number): void;
  onFailure(code: string, detail: string, remedy: string): void;
  onAddressWanted(generation: number): void;
  /** `challenge`: the server's message that asks for them; empty where it sent none. */
  onCredentialsWanted(generation: number, isRenewal: boolean, challenge: string): void;
  onRetryWanted(generation: number): void;
  /** A frame came or left. Before what comes of it, where the core is in this thread. Only while `tap()` wants it. */
  onFrame(frame: TappedFrame): void;
  /** These were handed to the socket, in this order. */
  onSent(receipts: readonly number[]): void;
  onDropped(receipt: number, reason: string, remedy: string): void;
  onRequestFailed(request: number, reason: string, remedy: string): void;
  onDrain(): void;
  /** A core in another thread has dropped the oldest messages that this one did not take, so many bytes in all. */
  onOverflow(count: number, bytes: number): void;
  /**
   * The core is no more, and this was its last word: `cause` came out of WebAssembly (F43). `isGone`: it did nothing wrong, its
   * thread is gone, and another one will do.
   */
  onCrash(cause: unknown, isGone?: boolean): void;
}
