import type { StoredFrame } from './handle.ts';

/**
 * The texts that history keeps, by sequence number. Which ones those are the core decides (src/core/history.h): it says
 * with each message below which number texts may go.
 */
export class TextStore {
  // Numbers only grow, so insertion order is their order.
  readonly #frames = new Map<number, StoredFrame>();

  add(frame: StoredFrame, oldestKept: number): void {
    this.#frames.set(frame.sequence, frame);
    for (const sequence of this.#frames.keys()) {
      if (sequence >= oldestKept) return;
      this.#frames.delete(sequence);
    }
  }

  take(sequences: readonly number[]): StoredFrame[] {
    return sequences.map((sequence) => this.#frames.get(sequence)).filter((frame) => frame !== undefined);
  }

  clear(): void {
    this.#frames.clear();
  }
}
