import type { MainModule } from './generated/chatwire-core.mjs';

/**
 * One instance of the WebAssembly module, and who lives in it.
 *
 * A trap, or an abort for want of memory, leaves C++ in the middle of its work, with no destructor run: nothing in that
 * memory can be trusted any more, whichever client it was that it happened to. So the first exception that comes out of an
 * instance is its end: nobody enters it again, and all are told (F43). `loadCore()` then makes a new one.
 */
export class CoreInstance {
  readonly #inhabitants = new Set<(cause: unknown) => void>();
  #death: { cause: unknown } | undefined;

  constructor(readonly module: MainModule) {}

  /** What it died of, where it has: whoever is about to call the module asks first. */
  get death(): { cause: unknown } | undefined {
    return this.#death;
  }

  /** `onCrash` is called once, if the instance dies, and must not throw. Gives back how to take that back. */
  inhabit(onCrash: (cause: unknown) => void): () => void {
    this.#inhabitants.add(onCrash);
    return () => void this.#inhabitants.delete(onCrash);
  }

  /** Whoever called the module and caught something says so here. */
  crash(cause: unknown): void {
    if (this.#death) return;
    this.#death = { cause };
    for (const onCrash of this.#inhabitants) onCrash(cause);
    this.#inhabitants.clear();
  }
}
