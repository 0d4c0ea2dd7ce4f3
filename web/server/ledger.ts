/** One frame as the server received it. */
export interface ReceivedFrame {
  /** The path of the socket: `/ws`, `/ws-test`, `/ws-ask` or `/ws/health`. */
  readonly path: string;
  readonly connectionId: string;
  /** The message's `type`, or `#invalid`, `#limited`, `#text`, `#binary` where there is none to trust. */
  readonly type: string;
  /** The frame's text; a binary frame has its bytes here. */
  readonly data: string | Uint8Array;
}

/** Distinct types are chosen by clients, so their number is bounded; later ones count as `#other`. */
const MAX_TYPES = 256;

/** What the server has received: a count per type, nothing else, so that it never grows. */
export class Ledger {
  readonly #counts = new Map<string, number>();
  readonly #onMessage: ((frame: ReceivedFrame) => void) | undefined;
  #total = 0;

  constructor(onMessage?: (frame: ReceivedFrame) => void) {
    this.#onMessage = onMessage;
  }

  record(frame: ReceivedFrame): void {
    const key = this.#counts.has(frame.type) || this.#counts.size < MAX_TYPES ? frame.type : '#other';
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
    this.#total += 1;
    this.#onMessage?.(frame);
  }

  get total(): number {
    return this.#total;
  }

  /** How many frames of this type have arrived on all sockets since the start or the last `reset()`. */
  count(type: string): number {
    return this.#counts.get(type) ?? 0;
  }

  /** All counts by type: a copy. */
  counts(): Map<string, number> {
    return new Map(this.#counts);
  }

  reset(): void {
    this.#counts.clear();
    this.#total = 0;
  }
}
