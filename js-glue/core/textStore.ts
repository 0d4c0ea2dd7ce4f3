import type { StoredFrame } from './handle.ts';
import { LooseTexts } from './looseTexts.ts';
import type { TextChunk } from './textChunk.ts';

/** Where the texts go that history keeps. */
export interface FrameStore {
  /**
   * It passes the texts on, and must know with each of them how far back the core keeps texts. Another one is told that now
   * and then, and when it is asked for them.
   */
  readonly isRelay: boolean;
  /**
   * `oldestKept`: texts below this number are kept no longer; 0: not known. `isWanted`: the listener is told of the text
   * next.
   */
  add(text: string, sequence: number, receivedAt: number, oldestKept: number, isWanted: boolean): void;
  newestFirst(oldestKept: number | undefined): Iterable<StoredFrame>;
  clear(): void;
}

/** Chunks: with what of them is gone, those of as many texts as history keeps unless told otherwise. */
const MOST_LOOSE = 6;
/** Milliseconds. */
const RECENT = 1000;

/**
 * The texts that history keeps, by sequence number. Which ones those are the core decides (src/core/history.h): it says
 * with each message below which number texts may go.
 *
 * A string costs some twenty bytes beside its characters, an object around it fifty more: as much as half of a short
 * message. So texts are joined, a chunk at a time, with their lengths and times in typed arrays beside them: six bytes for
 * each. To join a short text costs as much as all else that is done to keep it. So in a burst, where those that come push
 * out those that came within the same second, texts stay as they are.
 */
export class TextStore implements FrameStore {
  readonly isRelay = false;
  /** The older chunks, which will not change any more. The oldest stands first. */
  #settled: TextChunk[] = [];
  #loose: LooseTexts[] = [];
  #oldestKept = 0;

  add(text: string, sequence: number, receivedAt: number, oldestKept: number): void {
    // A number is left out where the core does not keep a text, or another thread has lost it.
    if (!this.#loose.at(-1)?.add(text, sequence, receivedAt)) {
      this.#settle(receivedAt);
      this.#loose.push(new LooseTexts(text, sequence, receivedAt));
    }
    if (oldestKept > this.#oldestKept) this.#forget(oldestKept);
  }

  *newestFirst(oldestKept = 0): Generator<StoredFrame> {
    this.#forget(oldestKept);
    const chunks = [...this.#settled, ...this.#loose];
    for (let index = chunks.length - 1; index >= 0; index--) {
      for (const frame of chunks[index]?.newestFirst() ?? []) {
        if (frame.sequence < this.#oldestKept) return;
        yield frame;
      }
    }
  }

  clear(): void {
    this.#settled = [];
    this.#loose = [];
  }

  /** Joins what will stay. Where some have stayed, so will those that came behind them. */
  #settle(now: number): void {
    for (let oldest; (oldest = this.#loose[0]); this.#loose.shift()) {
      const isRecent = this.#loose.length < MOST_LOOSE && Math.abs(now - oldest.latest) < RECENT;
      if (isRecent && this.#settled.length === 0 && oldest.isWasteful) return;
      this.#settled.push(oldest.closed());
    }
  }

  #forget(oldestKept: number): void {
    if (oldestKept <= this.#oldestKept) return;
    this.#oldestKept = oldestKept;
    for (const chunks of [this.#settled, this.#loose])
      while (chunks[0] && chunks[0].end <= oldestKept) chunks.shift();
  }
}
