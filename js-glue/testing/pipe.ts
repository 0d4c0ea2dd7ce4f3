import type { Clock } from 'chatwire';

/** One direction of a connection: what goes in comes out later, in its order. */
export class Pipe {
  readonly #clock: Clock;
  readonly #timers = new Set<unknown>();
  #lastArrival = 0;
  /** What arrived while it was blocked. */
  #held: (() => void)[] | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** `arrive` is called after so many milliseconds, and after all that was put in before. */
  put(latency: number, arrive: () => void): void {
    const now = this.#clock.now();
    this.#lastArrival = Math.max(this.#lastArrival, now + latency);
    const timer = this.#clock.setTimeout(() => {
      this.#timers.delete(timer);
      if (this.#held) this.#held.push(arrive);
      else arrive();
    }, this.#lastArrival - now);
    this.#timers.add(timer);
  }

  /** Nothing comes out any more, and nothing is lost. */
  block(): void {
    this.#held ??= [];
  }

  /** What was held comes out, then all else as it arrives. */
  unblock(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const arrive of held) this.put(0, arrive);
  }

  /** What is on its way never arrives. */
  cut(): void {
    for (const timer of this.#timers) this.#clock.clearTimeout(timer);
    this.#timers.clear();
    this.#held = this.#held && [];
  }
}
