/** Ends a subscription. A second call does nothing. */
export type Unsubscribe = () => void;

interface Entry {
  readonly call: (event: never) => void;
  isActive: boolean;
}

/**
 * Handlers of named events. Each call of `on` is a subscription of its own, also for the same function (W49). During an
 * emit, a handler that is added waits for the next one, and one that is removed is not called any more, as with DOM events
 * (W47, F39). One that throws stops nobody: `onThrow` hears of it.
 */
export class Emitter<Events extends object> {
  readonly #handlers = new Map<keyof Events, readonly Entry[]>();
  readonly #onThrow: (error: unknown) => void;

  constructor(onThrow: (error: unknown) => void) {
    this.#onThrow = onThrow;
  }

  on<Name extends keyof Events>(name: Name, handler: (event: Events[Name]) => void): Unsubscribe {
    const entry: Entry = { call: handler, isActive: true };
    this.#handlers.set(name, [...(this.#handlers.get(name) ?? []), entry]);
    return () => {
      entry.isActive = false;
      const rest = (this.#handlers.get(name) ?? []).filter((each) => each !== entry);
      if (rest.length > 0) this.#handlers.set(name, rest);
      else this.#handlers.delete(name);
    };
  }

  has(name: keyof Events): boolean {
    return this.#handlers.has(name);
  }

  /** The events that somebody handles. */
  names(): (keyof Events)[] {
    return [...this.#handlers.keys()];
  }

  emit<Name extends keyof Events>(name: Name, event: Events[Name]): void {
    const entries = this.#handlers.get(name);
    if (!entries) return;
    for (const entry of entries) {
      if (!entry.isActive) continue;
      try {
        (entry.call as (event: Events[Name]) => void)(event);
      } catch (error) {
        this.#onThrow(error);
      }
    }
  }

  clear(): void {
    for (const entry of [...this.#handlers.values()].flat()) entry.isActive = false;
    this.#handlers.clear();
  }
}
