/**
 * Counts who holds something, and ends it a task after the last one has let go: StrictMode and hot reload unmount and mount again
 * within a task, and are to keep their socket (W69).
 */
export class Holders {
  readonly #end: () => void;
  #count = 0;

  /** @param end Called when nobody holds it any more; more than once where it is held and let go within a task. */
  constructor(end: () => void) {
    this.#end = end;
  }

  get count(): number {
    return this.#count;
  }

  retain(): void {
    this.#count++;
  }

  release(): void {
    this.#count--;
    setTimeout(() => {
      if (this.#count === 0) this.#end();
    });
  }
}
