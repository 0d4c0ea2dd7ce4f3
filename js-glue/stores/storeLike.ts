/** What is needed of a store: zustand's have it, and others. */
export interface StoreLike<State> {
  getState(): State;
  setState(change: (state: State) => Partial<State>): void;
}
