import type { Timers } from 'chatwire';

interface Timer {
  due: number;
  callback: () => void;
}

/** Timers that a test moves by hand. */
export class ManualTimers implements Timers {
  now = 0;
  readonly #pending = new Set<Timer>();

  get pending(): number {
    return this.#pending.size;
  }

  setTimeout(callback: () => void, milliseconds: number): unknown {
    const timer = { due: this.now + milliseconds, callback };
    this.#pending.add(timer);
    return timer;
  }

  clearTimeout(timer: unknown): void {
    this.#pending.delete(timer as Timer);
  }

  /** Lets time pass; what is set meanwhile and falls due in it runs as well. */
  advance(milliseconds: number): void {
    const end = this.now + milliseconds;
    while (this.fire(end));
    this.now = end;
  }

  /** Fires the next one, if it is due by then. */
  fire(end = Infinity): boolean {
    const timer = this.#next(end);
    if (!timer) return false;
    this.#pending.delete(timer);
    this.now = timer.due;
    timer.callback();
    return true;
  }

  /** The earliest that is due by then; of several, the one that was set first. */
  #next(end: number): Timer | undefined {
    return [...this.#pending].filter(({ due }) => due <= end).sort((a, b) => a.due - b.due)[0];
  }
}
