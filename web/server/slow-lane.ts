interface Delayed {
  readonly dueAt: number;
  readonly bytes: number;
  readonly act: () => void;
}

/** Does things in order, each so many milliseconds after it was asked for; at once while there is no delay. */
export class SlowLane {
  readonly #waiting: Delayed[] = [];
  #delay = 0;
  #bytes = 0;
  #timer: NodeJS.Timeout | undefined;

  /** Holds for what comes from now on. What waits already keeps its time, and its place. */
  setDelay(milliseconds: number): void {
    this.#delay = milliseconds;
  }

  /** Bytes that wait. */
  get bytes(): number {
    return this.#bytes;
  }

  run(bytes: number, act: () => void): void {
    if (this.#delay === 0 && this.#waiting.length === 0) return act();
    const earliest = this.#waiting.at(-1)?.dueAt ?? 0;
    this.#waiting.push({ dueAt: Math.max(earliest, performance.now() + this.#delay), bytes, act });
    this.#bytes += bytes;
    if (this.#waiting.length === 1) this.#arm();
  }

  /** Forgets what waits. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#waiting.length = 0;
    this.#bytes = 0;
  }

  #arm(): void {
    const next = this.#waiting[0];
    if (next) this.#timer = setTimeout(() => this.#runDue(), next.dueAt - performance.now());
  }

  #runDue(): void {
    for (let next = this.#waiting[0]; next && next.dueAt <= performance.now() + 1; next = this.#waiting[0]) {
      this.#waiting.shift();
      this.#bytes -= next.bytes;
      next.act();
    }
    this.#arm();
  }
}
