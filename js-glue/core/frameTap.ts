/** A frame that came or left, as a listener of `client.tap()` sees it. */
export interface TappedFrame {
  readonly direction: 'in' | 'out';
  /** The whole frame: text as it is, bytes as a copy. */
  readonly data: string | ArrayBuffer;
  /** When it came, or was handed to the socket, in milliseconds since 1970. */
  readonly at: number;
  /** So many frames before this one were lost: another thread had no room for them. Missing: none. */
  readonly missed?: number;
}

/**
 * Where all sockets of a core show their frames. What costs time, the copy and the clock, is done only while somebody
 * listens.
 */
export class FrameTap {
  /** Must not throw. */
  listener: ((frame: TappedFrame) => void) | undefined;
  readonly #date: () => number;

  /** @param date Milliseconds since 1970. */
  constructor(date = Date.now) {
    this.#date = date;
  }

  show(direction: TappedFrame['direction'], data: string | ArrayBuffer | Uint8Array<ArrayBuffer>): void {
    this.listener?.({ direction, data: copied(data), at: this.#date() });
  }
}

/** Whoever gets the bytes otherwise may change them, or post them to another thread. */
function copied(data: string | ArrayBuffer | Uint8Array<ArrayBuffer>): string | ArrayBuffer {
  return typeof data === 'string' ? data : new Uint8Array(data).slice().buffer;
}
