/** How fast one connection may send. */
export interface RateLimit {
  /** Messages per second in the long run. */
  readonly perSecond: number;
  /** Messages that may come at once after a quiet time. */
  readonly burst: number;
}

/** A token bucket. Takes the time as an argument (milliseconds, any origin) and owns no timer. */
export class TokenBucket {
  readonly #limit: RateLimit;
  #tokens: number;
  #refilledAt: number;

  constructor(limit: RateLimit, now: number) {
    this.#limit = limit;
    this.#tokens = limit.burst;
    this.#refilledAt = now;
  }

  /** True when one more message is within the limit. */
  take(now: number): boolean {
    const earned = (Math.max(0, now - this.#refilledAt) / 1000) * this.#limit.perSecond;
    this.#tokens = Math.min(this.#limit.burst, this.#tokens + earned);
    this.#refilledAt = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }

  /** After a `take()` that was refused: milliseconds until the next may be within the limit. */
  wait(): number {
    return ((1 - this.#tokens) / this.#limit.perSecond) * 1000;
  }
}
