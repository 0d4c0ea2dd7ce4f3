import type { StoredFrame } from './handle.ts';

/** Where the texts go that history keeps. */
export interface FrameStore {
  /** `isWanted`: the listener is told of it next. */
  add(frame: StoredFrame, oldestKept: number, isWanted: boolean): void;
  take(sequences: readonly number[]): StoredFrame[];
  clear(): void;
}

/**
 * The texts that history keeps, by sequence number. Which ones those are the core decides (src/core/history.h): it says
 * with each message below which number texts may go.
 */
export class TextStore implements FrameStore {
  // A queue: numbers only grow, the oldest go first. A Map would cost several times as much per message.
  #frames: StoredFrame[] = [];
  #gone = 0;

  add(frame: StoredFrame, oldestKept: number): void {
    const frames = this.#frames;
    frames.push(frame);
    while ((frames[this.#gone]?.sequence ?? Infinity) < oldestKept) frames[this.#gone++] = nothing;
    if (this.#gone > 64 && this.#gone * 2 > frames.length) {
      this.#frames = frames.slice(this.#gone);
      this.#gone = 0;
    }
  }

  /** Oldest first. */
  take(sequences: readonly number[]): StoredFrame[] {
    const wanted = new Set(sequences);
    return this.#frames.filter(({ sequence }) => wanted.has(sequence));
  }

  /** All that are kept, oldest first. */
  all(): StoredFrame[] {
    return this.#frames.slice(this.#gone);
  }

  clear(): void {
    this.#frames = [];
    this.#gone = 0;
  }
}

/** Stands where a text has gone, until its place goes too. */
const nothing: StoredFrame = { sequence: 0, text: '', receivedAt: 0 };
