import { check } from '../client/check.ts';
import { toJson } from '../client/encode.ts';
import { report, threw, toConsole, type OnError } from './callbacks.ts';

/** What a batcher sets its one timer with. */
export interface Timers {
  /** Calls back once, after so many milliseconds. */
  setTimeout(callback: () => void, milliseconds: number): unknown;
  /** Takes that back. */
  clearTimeout(timer: unknown): void;
}

/** When a batch leaves. */
export interface MessageBatcherOptions<Item> {
  /** So many messages are sent at once, and never more in one batch. Default 10 (S4.150). */
  maxCount?: number | undefined;
  /** A message waits at most so long, in milliseconds. Default 100 (S4.151). */
  maxDelay?: number | undefined;
  /**
   * So much is sent at once, and more only where one message alone is larger: messages as JSON, in UTF-16 units. Default: no
   * limit, and nothing is measured.
   */
  maxBytes?: number | undefined;
  /**
   * Gets the batch with which `send` threw, or which it rejected: the batcher has let go of it, for a part may be on its way.
   * What is added from here waits for the timer. Default: the console is told, and the batch is lost.
   */
  onError?: OnError<Item[]> | undefined;
  /** Default: the platform's. */
  timers?: Timers | undefined;
}

interface Entry<Item> {
  readonly item: Item;
  readonly bytes: number;
}

/**
 * Collects messages and sends them together, in their order: as soon as enough wait, or the first has waited long enough.
 *
 * `send` is never called from within itself. What is added while it runs waits for the timer, at 0 ms where it fills a batch,
 * so that a `send` that adds messages neither loses them (W56) nor runs without end (W57).
 */
export class MessageBatcher<Item = object> {
  readonly #send: (messages: Item[]) => void | Promise<void>;
  readonly #maxCount: number;
  readonly #maxDelay: number;
  readonly #maxBytes: number;
  readonly #onError: OnError<Item[]>;
  readonly #timers: Timers;
  readonly #waiting: Entry<Item>[] = [];
  #bytes = 0;
  #timer: { handle: unknown } | undefined;
  #isSending = false;
  #isHurried = false;
  #isDestroyed = false;

  constructor(send: (messages: Item[]) => void | Promise<void>, options: MessageBatcherOptions<Item> = {}) {
    check.function('send', send);
    check.keys('MessageBatcher', options, ['maxCount', 'maxDelay', 'maxBytes', 'onError', 'timers']);
    const { onError = toConsole, timers = globalThis } = options;
    check.function('onError', onError);
    check.object('timers', timers);
    this.#send = send;
    this.#maxCount = check.number('maxCount', options.maxCount, 10, { min: 1, max: Infinity });
    this.#maxDelay = check.number('maxDelay', options.maxDelay, 100, { min: 0, max: 2 ** 31 - 1 });
    this.#maxBytes = check.number('maxBytes', options.maxBytes, Infinity, { min: 1, max: Infinity });
    this.#onError = onError;
    this.#timers = timers;
  }

  /** How many messages wait. */
  get size(): number {
    return this.#waiting.length;
  }

  /**
   * Takes a message. False: the batcher was destroyed, and did not.
   *
   * @throws ChatwireError `UNSERIALIZABLE` for a message that has no JSON, where `maxBytes` is set.
   */
  add(message: Item): boolean {
    const bytes = this.#maxBytes === Infinity ? 0 : toJson(message).length;
    if (this.#isDestroyed) return false;
    this.#waiting.push({ item: message, bytes });
    this.#bytes += bytes;
    if (this.#isFull) this.#sendWhile(() => this.#isFull);
    else this.#arm(this.#maxDelay);
    return true;
  }

  /** Sends what waits. From inside `send`: as soon as it has returned, and a task has passed. */
  flush(): void {
    this.#sendWhile(() => true);
  }

  /** Ends it: no timer stays, and `add` takes nothing more. Sends what waits, or gives it back. */
  destroy({ flush = true }: { flush?: boolean | undefined } = {}): Item[] {
    this.#isDestroyed = true;
    this.#disarm();
    if (!flush) return this.#takeOut(this.size);
    this.flush();
    return [];
  }

  get #isFull(): boolean {
    return this.#waiting.length >= this.#maxCount || this.#bytes >= this.#maxBytes;
  }

  /** Sends batches of what waits now, as long as `goOn()`; at the end of it all, also of what came meanwhile. */
  #sendWhile(goOn: () => boolean): void {
    if (this.#isSending) {
      this.#isHurried = true;
      return;
    }
    this.#disarm();
    this.#isSending = true;
    let due = this.size;
    while (this.size > 0 && (this.#isDestroyed || (due > 0 && goOn()))) {
      const batch = this.#takeOut(this.#countOfNext());
      due -= batch.length;
      void this.#deliver(batch);
    }
    this.#isSending = false;
    const delay = this.#isHurried ? 0 : this.#maxDelay;
    this.#isHurried = false;
    this.#arm(delay);
  }

  /** Runs up to the first `await` at once: within it `send` is called, and what that throws is reported. */
  async #deliver(batch: Item[]): Promise<void> {
    try {
      await this.#send(batch);
    } catch (cause) {
      report(this.#onError, threw('The function that sends a batch', cause), batch);
    }
  }

  /** How many messages the next batch has: at least one. */
  #countOfNext(): number {
    let bytes = 0;
    const end = this.#waiting.findIndex((entry, index) => {
      bytes += entry.bytes;
      return index > 0 && (index >= this.#maxCount || bytes > this.#maxBytes);
    });
    return end < 0 ? this.size : end;
  }

  #takeOut(count: number): Item[] {
    return this.#waiting.splice(0, count).map(({ item, bytes }) => {
      this.#bytes -= bytes;
      return item;
    });
  }

  #arm(delay: number): void {
    if (this.#timer || this.#isSending || this.size === 0) return;
    const fire = () => {
      this.#timer = undefined;
      this.flush();
    };
    this.#timer = { handle: this.#timers.setTimeout(fire, delay) };
  }

  #disarm(): void {
    if (this.#timer) this.#timers.clearTimeout(this.#timer.handle);
    this.#timer = undefined;
  }
}
