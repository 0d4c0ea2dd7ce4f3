import type { Clock } from './clock.ts';
import type { FrameTap } from './frameTap.ts';

/** What Chatwire needs of a WebSocket: the WHATWG interface with `on...` properties, as browsers, Node and `ws` have it. */
export interface WebSocketLike {
  binaryType: string;
  readonly readyState: number;
  readonly bufferedAmount: number;
  // Any event type: each implementation has classes of its own.
  /* eslint-disable @typescript-eslint/no-explicit-any */
  /** The socket is usable. */
  onopen: ((event: any) => void) | null;
  /** Something went wrong; `onclose` follows. */
  onerror: ((event: any) => void) | null;
  /** The socket ended; `code`, `reason` and `wasClean` are read. */
  onclose: ((event: any) => void) | null;
  /** A frame came; `data` is read. */
  onmessage: ((event: any) => void) | null;
  /* eslint-enable @typescript-eslint/no-explicit-any */
  /** Sends a frame, of text or of bytes. */
  send(data: string | Uint8Array<ArrayBuffer>): void;
  /** Begins the close handshake. */
  close(code?: number, reason?: string): void;
}

/** A constructor in the manner of the platform's `WebSocket`. */
export interface WebSocketConstructor {
  new (url: string, protocols?: string | string[]): WebSocketLike;
  /** The time that its sockets live by, where that is not the platform's: a client of such sockets lives by it too. */
  readonly clock?: Clock;
}

interface CloseDetails {
  code: number;
  reason: string;
  wasClean: boolean;
}

const OPEN = 1;

/**
 * Stands between Emscripten's websocket.h and the WebSocket itself, and keeps three promises that the C++ side rests on:
 * nothing throws, no event comes while a call is on its way (mocks fire `close` from inside `close()`), and events have
 * the fields that the standard gives them. The other way round, what C++ dies of does not reach the socket: `onTrap` is
 * told (F43).
 *
 * Its handlers stay on the socket for good: `ws` throws an `error` that nobody listens for, and emits one after the
 * socket was given up while connecting.
 */
export class SocketAdapter {
  onopen: ((event: unknown) => void) | null = null;
  onerror: ((event: unknown) => void) | null = null;
  onclose: ((event: CloseDetails) => void) | null = null;
  /** Given the data itself: the JS library needs no event. */
  onmessage: ((data: string | ArrayBuffer) => void) | null = null;

  /** What its last error said of itself, in Node; browsers say nothing. */
  failure = '';
  readonly #socket: WebSocketLike;
  #calls = 0;
  #waiting: (() => void)[] = [];

  readonly #onTrap: (cause: unknown) => void;
  readonly #tap: FrameTap;

  /** `sink` is where the JS library (js-glue/library) delivers what this socket receives. */
  constructor(
    socket: WebSocketLike,
    readonly sink: unknown,
    onTrap: (cause: unknown) => void,
    tap: FrameTap,
  ) {
    this.#socket = socket;
    this.#onTrap = onTrap;
    this.#tap = tap;
    // React Native's throws where it was built without its module for blobs. Texts come all the same.
    this.#call(() => (socket.binaryType = 'arraybuffer'));
    socket.onopen = (event: unknown) => this.#pass(() => this.onopen?.(event));
    socket.onerror = (event: { message?: unknown }) =>
      this.#pass(() => {
        this.failure = typeof event.message === 'string' ? event.message : '';
        this.onerror?.(event);
      });
    socket.onclose = (event: Partial<CloseDetails>) =>
      this.#pass(() =>
        this.onclose?.({
          code: event.code ?? 1006,
          reason: event.reason ?? '',
          wasClean: event.wasClean ?? false,
        }),
      );
    socket.onmessage = (event: { data: unknown }) => {
      const data = normalise(event.data);
      if (data === undefined) return;
      // The hot path makes no closure and no event; what C++ throws there the library catches.
      if (this.#isFree) this.#receive(data);
      else this.#pass(() => this.#receive(data));
    };
  }

  get readyState(): number {
    return this.#socket.readyState;
  }

  get bufferedAmount(): number {
    // React Native has none.
    return this.#socket.bufferedAmount || 0;
  }

  /** False: the socket did not take it. */
  offer(data: string | Uint8Array<ArrayBuffer>): boolean {
    if (this.#socket.readyState !== OPEN) return false;
    const isTaken = this.#call(() => this.#socket.send(data));
    if (isTaken) this.#tap.show('out', data);
    return isTaken;
  }

  close(code?: number, reason?: string): void {
    this.#call(() => this.#socket.close(code, reason));
  }

  /** Closes the socket, and passes on no more of its events. */
  leave(code: number, reason: string): void {
    this.onopen = this.onerror = this.onclose = this.onmessage = null;
    this.close(code, reason);
  }

  #receive(data: string | ArrayBuffer): void {
    this.#tap.show('in', data);
    this.onmessage?.(data);
  }

  #call(action: () => unknown): boolean {
    this.#calls++;
    try {
      action();
      return true;
    } catch {
      return false;
    } finally {
      this.#calls--;
    }
  }

  get #isFree(): boolean {
    return this.#calls === 0 && this.#waiting.length === 0;
  }

  /** Passes an event on, later if a call is on its way, and never out of order. */
  #pass(event: () => void): void {
    if (this.#isFree) return this.#enter(event);
    if (this.#waiting.push(event) > 1) return;
    queueMicrotask(() => {
      // What comes meanwhile lines up behind: the first one leaves only when it has been told.
      for (; this.#waiting[0]; this.#waiting.shift()) this.#enter(this.#waiting[0]);
    });
  }

  #enter(event: () => void): void {
    try {
      event();
    } catch (cause) {
      this.#onTrap(cause);
    }
  }
}

/** Text as it is, bytes as an ArrayBuffer of their own. A Blob cannot be read at once, and no socket sends one unasked. */
function normalise(data: unknown): string | ArrayBuffer | undefined {
  if (typeof data === 'string' || data instanceof ArrayBuffer) return data;
  if (ArrayBuffer.isView(data)) {
    return new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice().buffer;
  }
  return undefined;
}
