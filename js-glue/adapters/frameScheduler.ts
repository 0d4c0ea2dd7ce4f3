/** A hidden page gets no animation frames; what waits for one is shown after so long at the latest. */
const LONGEST_WAIT = 100;

interface Frames {
  requestAnimationFrame?: (callback: () => void) => number;
  cancelAnimationFrame?: (handle: number) => void;
}

/** Calls `action` once per animation frame, however often it is asked to: a stream of messages costs one render a frame. */
export class FrameScheduler {
  readonly #action: () => void;
  #frame: number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(action: () => void) {
    this.#action = action;
  }

  request(): void {
    if (this.#timer !== undefined) return;
    this.#frame = (globalThis as Frames).requestAnimationFrame?.(() => this.flush());
    this.#timer = setTimeout(() => this.flush(), this.#frame === undefined ? 16 : LONGEST_WAIT);
  }

  /** It was asked for, and has not been done yet. */
  get isRequested(): boolean {
    return this.#timer !== undefined;
  }

  /** Runs the action now, if it was asked for. */
  flush(): void {
    if (this.cancel()) this.#action();
  }

  /** True if there was something to cancel. */
  cancel(): boolean {
    if (this.#timer === undefined) return false;
    clearTimeout(this.#timer);
    if (this.#frame !== undefined) (globalThis as Frames).cancelAnimationFrame?.(this.#frame);
    this.#timer = undefined;
    this.#frame = undefined;
    return true;
  }
}
