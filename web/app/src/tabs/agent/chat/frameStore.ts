/**
 * A store for `useSyncExternalStore` that publishes at most once per animation frame: two thousand messages within a frame
 * cost one render. A hidden page gets no frames, and then nobody looks.
 */
export abstract class FrameStore<View> {
  readonly #listeners = new Set<() => void>();
  #view: View;
  #isAsked = false;

  protected constructor(initial: View) {
    this.#view = initial;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The same object until the next frame in which something changed. */
  readonly getView = (): View => this.#view;

  /** What the page shall show now. */
  protected abstract build(): View;

  protected touch(): void {
    if (this.#isAsked) return;
    this.#isAsked = true;
    requestAnimationFrame(() => {
      this.#isAsked = false;
      this.#view = this.build();
      for (const listener of this.#listeners) listener();
    });
  }
}
