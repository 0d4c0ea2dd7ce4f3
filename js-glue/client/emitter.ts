export type Unsubscribe = () => void;

/**
 * Handlers of named events. Each call of `on` is a subscription of its own, also for the same function (W49). Handlers that
 * come or go during an emit count from the next one on (W47); after `clear()` none is called any more, not even by an emit
 * that is under way (F39). One that throws stops nobody: `onThrow` hears of it.
 */
export class Emitter<Events extends object> {
  #handlers = new Map<keyof Events, readonly { call: (event: never) => void }[]>();
  readonly #onThrow: (error: unknown) => void;

  constructor(onThrow: (error: unknown) => void) {
    this.#onThrow = onThrow;
  }

  on<Name extends keyof Events>(name: Name, handler: (event: Events[Name]) => void): Unsubscribe {
    const entry = { call: handler as (event: never) => void };
    this.#handlers.set(name, [...(this.#handlers.get(name) ?? []), entry]);
    return () => {
      const rest = (this.#handlers.get(name) ?? []).filter((each) => each !== entry);
      if (rest.length > 0) this.#handlers.set(name, rest);
      else this.#handlers.delete(name);
    };
  }

  has(name: keyof Events): boolean {
    return this.#handlers.has(name);
  }

  emit<Name extends keyof Events>(name: Name, event: Events[Name]): void {
    const handlers = this.#handlers;
    for (const { call } of handlers.get(name) ?? []) {
      if (handlers !== this.#handlers) return;
      try {
        (call as (event: Events[Name]) => void)(event);
      } catch (error) {
        this.#onThrow(error);
      }
    }
  }

  clear(): void {
    this.#handlers = new Map();
  }
}
