import type { ConnectionState, Hint } from '../core/handle.ts';

/** Something that happened to the connection. Only names and numbers, and what a close frame said: no payload, no URL. */
export type TraceEvent =
  /** `reason` is the name of the error that led there; `NONE` where none did, `DESTROYED` at the end of the client. */
  | { kind: 'state'; from: ConnectionState; to: ConnectionState; reason: string }
  /** The link became usable. */
  | { kind: 'open' }
  /** A socket ended; `wasOpen` is false where it never was usable. */
  | { kind: 'close'; code: number; reason: string; wasClean: boolean; wasOpen: boolean }
  /** The next dial has a date: attempt number from 1, delay in milliseconds. */
  | { kind: 'retry'; attempt: number; delay: number }
  /** An error, by the name of its code. */
  | { kind: 'failure'; code: string }
  /** What the platform said of the network or of the page. */
  | { kind: 'hint'; hint: Hint }
  /** So many messages in a row were given back unsent, all for the same reason. */
  | { kind: 'dropped'; reason: string; count: number };

/** One line of `client.trace()`: an event, and when it began. */
export type TraceEntry = TraceEvent & {
  /** Milliseconds since 1970, by a clock that the user may set. */
  readonly time: number;
  /** Milliseconds since the client was made, by a clock that never goes back. */
  readonly elapsed: number;
};

/** The last things that happened to a connection, for whoever wonders later why it is as it is. Old ones make room. */
export class Trace {
  readonly #entries: TraceEntry[] = [];
  readonly #start = performance.now();
  readonly #maxCount: number;

  constructor(maxCount = 256) {
    this.#maxCount = maxCount;
  }

  add(event: TraceEvent): void {
    const last = this.#entries.at(-1);
    // A full outbox drops one message after the other: that must not push out what led to it.
    if (event.kind === 'dropped' && last?.kind === 'dropped' && last.reason === event.reason) {
      last.count += event.count;
      return;
    }
    this.#entries.push({ ...event, time: Date.now(), elapsed: performance.now() - this.#start });
    if (this.#entries.length > this.#maxCount) this.#entries.shift();
  }

  /** Copies, oldest first. */
  entries(): TraceEntry[] {
    return this.#entries.map((entry) => ({ ...entry }));
  }
}
