/** What is needed of a store: zustand's have it, and others. */
export interface StoreLike<State> {
  /** The state of now. */
  getState(): State;
  /** Puts what the function gives into the place of what was there. */
  setState(change: (state: State) => Partial<State>): void;
}
