import type { Unsubscribe } from 'chatwire';

/** Who wants to hear of a system's states. Each subscription is one of its own, and one that throws stops no other (W48, W49). */
export class StateListeners<State> {
  readonly #entries = new Set<{ listener: (state: State) => void }>();
  #told: State;

  constructor(initial: State) {
    this.#told = initial;
  }

  readonly add = (listener: (state: State) => void): Unsubscribe => {
    const entry = { listener };
    this.#entries.add(entry);
    return () => this.#entries.delete(entry);
  };

  /** Tells a state, unless it was the last one that was told. */
  tell(state: State): void {
    if (state === this.#told) return;
    this.#told = state;
    for (const entry of [...this.#entries]) {
      // One before it may have taken it away.
      if (!this.#entries.has(entry)) continue;
      try {
        entry.listener(state);
      } catch (error) {
        console.error(error);
      }
    }
  }
}
