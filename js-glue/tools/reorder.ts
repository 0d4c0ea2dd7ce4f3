import { check } from '../client/check.ts';
import type { Message } from '../client/message.ts';
import { report, threw, toConsole, type OnError } from './callbacks.ts';
import type { Timers } from './messageBatcher.ts';

/** Where the number of a message stands, and how long a gap is waited for. */
export interface ReorderOptions<Item> {
  /** The number of a message, which its sender counted up by one. `undefined`: it has none, and is delivered as it comes. */
  sequence: (message: Item) => number | undefined;
  /** The first number. Default 1. */
  first?: number | undefined;
  /** How long messages are held back for those before them, in milliseconds. Default 1000. */
  timeout?: number | undefined;
  /** So many are held back at most; then those that are missing are given up at once. Default 1000. */
  maxCount?: number | undefined;
  /** Hears which numbers have been given up: both ends are missing. */
  onGap?: ((gap: Gap) => void) | undefined;
  /** Hears of a function that threw, and of what it was called with. Default: the console. */
  onError?: OnError<unknown> | undefined;
  /** Default: the platform's. */
  timers?: Timers | undefined;
}

/** Messages that did not come in time, by their numbers. */
export interface Gap {
  readonly from: number;
  readonly to: number;
}

const ranges = {
  first: { min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER },
  timeout: { min: 0, max: 2 ** 31 - 1 },
  maxCount: { min: 1, max: Infinity },
};
const known = [
  'sequence',
  'first',
  'timeout',
  'maxCount',
  'onGap',
  'onError',
  'timers',
] satisfies (keyof ReorderOptions<unknown>)[];
const platform: Timers = {
  setTimeout: (callback, milliseconds) => setTimeout(callback, milliseconds),
  clearTimeout: (timer) => clearTimeout(timer as number),
};

/**
 * Delivers messages in the order of their numbers, whatever order they come in (C32). What comes twice is dropped. A gap is
 * waited for, then given up and reported; what comes for it later is dropped as well.
 */
export class Reorder<Item = Message> {
  readonly #deliver: (message: Item) => void;
  readonly #options: ReorderOptions<Item>;
  readonly #first: number;
  readonly #timeout: number;
  readonly #maxCount: number;
  readonly #timers: Timers;
  readonly #held = new Map<number, Item>();
  #next: number;
  #timer: unknown;

  constructor(deliver: (message: Item) => void, options: ReorderOptions<Item>) {
    check.keys('Reorder', options, known);
    check.function('deliver', deliver);
    check.function('sequence', options.sequence);
    this.#deliver = deliver;
    this.#options = options;
    this.#first = check.number('first', options.first, 1, ranges.first);
    this.#timeout = check.number('timeout', options.timeout, 1000, ranges.timeout);
    this.#maxCount = check.number('maxCount', options.maxCount, 1000, ranges.maxCount);
    this.#timers = options.timers ?? platform;
    this.#next = this.#first;
  }

  /** How many messages are held back. */
  get size(): number {
    return this.#held.size;
  }

  /** A message has come. Never throws. */
  push(message: Item): void {
    const number = this.#numberOf(message);
    if (number === undefined) return this.#hand(message);
    if (number < this.#next || this.#held.has(number)) return;
    this.#held.set(number, message);
    const before = this.#next;
    this.#release();
    if (this.#held.size > this.#maxCount) this.#giveUp();
    // What is missing now is another message: it has its own time.
    else if (this.#next !== before || this.#timer === undefined) this.#watch();
  }

  /** The sender begins to count anew, as on a new connection. What is held back is delivered first. */
  restart(): void {
    while (this.#held.size > 0) this.#giveUp();
    this.#next = this.#first;
  }

  /** Drops what is held back. */
  destroy(): void {
    this.#held.clear();
    this.#watch();
  }

  #numberOf(message: Item): number | undefined {
    try {
      const number = this.#options.sequence(message);
      return Number.isSafeInteger(number) ? number : undefined;
    } catch (cause) {
      report(this.#options.onError ?? toConsole, threw('The function sequence', cause), message);
      return undefined;
    }
  }

  /** Delivers all up to the next one that is missing. */
  #release(): void {
    for (;;) {
      const number = this.#next;
      const message = this.#held.get(number);
      if (message === undefined) return;
      this.#held.delete(number);
      this.#next = number + 1;
      this.#hand(message);
    }
  }

  #giveUp(): void {
    const [from, to] = [this.#next, Math.min(...this.#held.keys())];
    this.#next = to;
    try {
      this.#options.onGap?.({ from, to: to - 1 });
    } catch (cause) {
      report(this.#options.onError ?? toConsole, threw('onGap', cause), { from, to: to - 1 });
    }
    this.#release();
    this.#watch();
  }

  #hand(message: Item): void {
    try {
      this.#deliver(message);
    } catch (cause) {
      report(this.#options.onError ?? toConsole, threw('The receiver of ordered messages', cause), message);
    }
  }

  #watch(): void {
    if (this.#timer !== undefined) this.#timers.clearTimeout(this.#timer);
    this.#timer =
      this.#held.size === 0
        ? undefined
        : this.#timers.setTimeout(() => {
            this.#timer = undefined;
            this.#giveUp();
          }, this.#timeout);
  }
}
