import { check } from '../client/check.ts';
import type { Unsubscribe } from '../client/emitter.ts';
import type { Message } from '../client/message.ts';
import { report, threw, toConsole, type OnError } from './callbacks.ts';
import { noMessage, typeOf, type MessageLike } from './messageLike.ts';
import { RingBuffer } from './ringBuffer.ts';

/** True: the message may pass. Anything else, also a promise, drops it. */
export type Filter<Item> = (message: Item) => boolean;

/** A filter that lets only so much pass. Called like any other, it asks and counts at once. */
export interface CountingFilter<Item> extends Filter<Item> {
  /** Whether this message may pass. Counts nothing. */
  hasRoom(message: Item): boolean;
  /** This message has passed. */
  count(message: Item): void;
}

/** Who hears of what goes wrong in a filter. */
export interface MessageFilterOptions {
  /** Hears of a filter that threw (a `ChatwireError` with the cause), and of what is no message (a `TypeError`). */
  onError?: OnError<unknown> | undefined;
}

interface Entry<Item> {
  readonly filter: Filter<Item> | CountingFilter<Item>;
  isActive: boolean;
}

/**
 * Lets a message pass where all its filters say true; without any, each message.
 *
 * Counting filters are asked last, and count only what all others let pass (W60). What is no message, or makes a filter
 * throw, is dropped and reported (W62). A filter may add and remove filters: what is removed is not asked any more, what is
 * added waits for the next message.
 */
export class MessageFilter<Item extends MessageLike = Message> {
  readonly #onError: OnError<unknown>;
  #entries: readonly Entry<Item>[] = [];

  constructor(options: MessageFilterOptions = {}) {
    check.keys('MessageFilter', options, ['onError']);
    const { onError = toConsole } = options;
    check.function('onError', onError);
    this.#onError = onError;
  }

  /** Adds a filter. Returns its removal (W63). */
  add(filter: Filter<Item> | CountingFilter<Item>): Unsubscribe {
    check.function('filter', filter);
    const entry = { filter, isActive: true };
    this.#entries = [...this.#entries, entry];
    return () => {
      entry.isActive = false;
      this.#entries = this.#entries.filter((each) => each !== entry);
    };
  }

  /** Whether the message passes. Never throws. */
  shouldProcess(message: unknown): boolean {
    if (typeOf(message) === undefined) {
      report(this.#onError, noMessage(), message);
      return false;
    }
    try {
      return this.#passes(message as Item);
    } catch (cause) {
      report(this.#onError, threw('A message filter', cause), message);
      return false;
    }
  }

  /** Lets messages of these types pass (S4.158). */
  static createTypeFilter(allowedTypes: Iterable<string>): Filter<MessageLike> {
    // A text would be taken apart into letters.
    check.object('allowedTypes', allowedTypes);
    const allowed = new Set(allowedTypes);
    return ({ type }) => allowed.has(type);
  }

  /**
   * Lets at most so many messages pass within any second (S4.159).
   *
   * @param now A clock in milliseconds. The default one cannot be set back (W61).
   */
  static createRateLimitFilter(maxPerSecond: number, now = () => performance.now()): CountingFilter<unknown> {
    check.function('now', now);
    const max = check.number('maxPerSecond', maxPerSecond, undefined, { min: 0, max: Infinity });
    const passed = new RingBuffer<number>();
    const hasRoom = () => {
      const secondAgo = now() - 1000;
      while ((passed.at(0) ?? Infinity) <= secondAgo) passed.shift();
      return passed.size + 1 <= max;
    };
    const count = () => passed.push(now());
    const filter = () => {
      const passes = hasRoom();
      if (passes) count();
      return passes;
    };
    return Object.assign(filter, { hasRoom, count });
  }

  #passes(message: Item): boolean {
    const entries = this.#entries;
    for (const { filter, isActive } of entries) {
      if (!isActive || isCounting(filter)) continue;
      const verdict: unknown = filter(message);
      if (verdict !== true) return false;
    }
    // Once for each message, also where it was added twice.
    const counting = new Set<CountingFilter<Item>>();
    for (const { filter, isActive } of entries) {
      if (!isActive || !isCounting(filter)) continue;
      if (!filter.hasRoom(message)) return false;
      counting.add(filter);
    }
    for (const filter of counting) filter.count(message);
    return true;
  }
}

function isCounting<Item>(filter: Filter<Item>): filter is CountingFilter<Item> {
  return 'hasRoom' in filter;
}

/** A handler that gets only what the filter lets pass: `client.subscribe('*', filtered(filter, handler))`. */
export function filtered<Item extends MessageLike = Message>(
  filter: MessageFilter<Item>,
  handler: (message: Item) => void,
): (message: Item) => void {
  return (message) => {
    if (filter.shouldProcess(message)) handler(message);
  };
}
