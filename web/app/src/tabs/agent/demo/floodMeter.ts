import { FrameStore } from '../chat/frameStore.ts';

export interface FloodView {
  readonly received: number;
  readonly expected: number;
  /** Milliseconds from the first message to the last one so far. */
  readonly elapsed: number;
  /** How often the page was drawn meanwhile. */
  readonly frames: number;
}

/** Counts a flood. Its messages are shown as a number: two thousand bubbles would help nobody. */
export class FloodMeter extends FrameStore<FloodView> {
  #received = 0;
  #expected = 0;
  #startedAt = 0;
  #lastAt = 0;
  #frames = 0;

  constructor() {
    super({ received: 0, expected: 0, elapsed: 0, frames: 0 });
  }

  /** Takes message `index` of `count`; number 0 begins a new count. */
  receive(index: number, count: number): void {
    const now = performance.now();
    if (index === 0) {
      this.#received = 0;
      this.#frames = 0;
      this.#startedAt = now;
    }
    this.#received++;
    this.#expected = count;
    this.#lastAt = now;
    this.touch();
  }

  protected override build(): FloodView {
    this.#frames++;
    return {
      received: this.#received,
      expected: this.#expected,
      elapsed: this.#lastAt - this.#startedAt,
      frames: this.#frames,
    };
  }
}
