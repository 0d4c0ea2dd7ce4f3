import { createStore, type StoreApi } from 'zustand/vanilla';

export interface FloodView {
  readonly received: number;
  readonly expected: number;
  /** Milliseconds from the first message to the last one so far. */
  readonly elapsed: number;
  /** How often the page was drawn meanwhile. */
  readonly frames: number;
}

const nothing: FloodView = { received: 0, expected: 0, elapsed: 0, frames: 0 };

/** Counts a flood, and shows it at most once per animation frame: two thousand messages cost a few renders. */
export class FloodMeter {
  readonly store: StoreApi<FloodView> = createStore(() => nothing);
  #received = 0;
  #expected = 0;
  #startedAt = 0;
  #lastAt = 0;
  #isAsked = false;

  /** Takes message `index` of `count`; number 0 begins a new count. */
  receive(index: number, count: number): void {
    const now = performance.now();
    if (index === 0) {
      this.#received = 0;
      this.#startedAt = now;
      this.store.setState(nothing);
    }
    this.#received++;
    this.#expected = count;
    this.#lastAt = now;
    this.#show();
  }

  #show(): void {
    if (this.#isAsked) return;
    this.#isAsked = true;
    requestAnimationFrame(() => {
      this.#isAsked = false;
      this.store.setState(({ frames }) => ({
        received: this.#received,
        expected: this.#expected,
        elapsed: this.#lastAt - this.#startedAt,
        frames: frames + 1,
      }));
    });
  }
}
