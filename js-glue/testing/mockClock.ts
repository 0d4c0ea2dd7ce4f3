import type { Clock } from 'chatwire';
import { milliseconds, type Duration } from './duration.ts';
import { fakeTimers } from './fakeTimers.ts';
import { preload } from './preload.ts';
import { realTask } from './realTask.ts';

interface Timer {
  readonly due: number;
  readonly callback: () => void;
}

/** A timer that was handed on to the test runner's fake ones. */
class FakeTimer {
  constructor(readonly handle: unknown) {}
}

/**
 * Time that stands still until a test moves it. What is due now happens by itself, in a task of its own; what is due later
 * waits for `advance()`.
 *
 * While the test runner's fake timers are on (`vi.useFakeTimers()`, `jest.useFakeTimers()`), time is theirs: they hold the
 * timers, and either they or `advance()` move it. They must fake `performance` too, as they do by default (Vitest from 3 on).
 */
export class MockClock implements Clock {
  #now = 0;
  readonly #epoch: number;
  readonly #timers = new Set<Timer>();
  /** The last of the moves that were asked for. */
  #moving: Promise<void> = Promise.resolve();
  #moves = 0;
  #isTaskPlanned = false;

  /** @param startsAt The date that it begins with. Default: today's. */
  constructor(startsAt: Date | number = Date.now()) {
    this.#epoch = Number(startsAt);
  }

  /** Milliseconds since it was made; of fake timers, those of their `performance`. */
  readonly now = (): number => (fakeTimers() ? performance.now() : this.#now);

  /** Milliseconds since 1970. */
  readonly date = (): number => (fakeTimers() ? Date.now() : this.#epoch + this.#now);

  /** How many timers wait. */
  get pending(): number {
    return this.#timers.size;
  }

  setTimeout(callback: () => void, delay: number): unknown {
    if (fakeTimers()) return new FakeTimer(setTimeout(callback, delay));
    const timer = { due: this.#now + Math.max(0, delay), callback };
    this.#timers.add(timer);
    if (timer.due <= this.#now) this.#planTask();
    return timer;
  }

  /** Takes back what `setTimeout` gave. */
  clearTimeout(timer: unknown): void {
    if (timer instanceof FakeTimer) clearTimeout(timer.handle as ReturnType<typeof setTimeout>);
    else this.#timers.delete(timer as Timer);
  }

  /**
   * Lets so much time pass: `advance('10m')`. All that falls due in it happens, one thing after the other, each with what
   * promises make of it. Waits for the WebAssembly core first, where it is not loaded yet. Rejects with what a callback,
   * such as a handler of a `MockServer`, throws.
   */
  advance(duration: Duration): Promise<void> {
    const length = milliseconds(duration);
    return this.#move(() => this.#pass(length));
  }

  /** Lets all happen that is due now: the same as `advance(0)`. */
  settle(): Promise<void> {
    return this.advance(0);
  }

  /**
   * Lets time pass until the condition is met, and no longer than `limit`.
   *
   * @throws Error where it was not met by then.
   */
  advanceUntil(condition: () => boolean, limit: Duration = '1h'): Promise<void> {
    const end = milliseconds(limit);
    return this.#move(async () => {
      const last = this.now() + end;
      for (await this.#pass(0); !condition(); await this.#step(last)) {
        if (this.now() >= last)
          throw new Error(`chatwire/testing: waited in vain for ${limit} of virtual time`);
      }
    });
  }

  /** One move after the other, however many are asked for. */
  #move(move: () => Promise<void>): Promise<void> {
    this.#moves++;
    const moved = this.#moving.then(preload).then(move);
    const end = () => {
      this.#moves--;
      this.#planTask();
    };
    this.#moving = moved.then(end, end);
    return moved;
  }

  async #pass(length: number): Promise<void> {
    const fake = fakeTimers();
    if (fake) {
      await fake.tickAsync(length);
    } else {
      const end = this.#now + length;
      await realTask();
      while (this.#fireNext(end)) await realTask();
      this.#now = end;
    }
  }

  /** To the next thing that is due, or to the end. */
  async #step(end: number): Promise<void> {
    const fake = fakeTimers();
    if (fake) {
      await (fake.countTimers() > 0 ? fake.nextAsync() : fake.tickAsync(end - this.now()));
    } else {
      if (!this.#fireNext(end)) this.#now = end;
      await realTask();
    }
  }

  #fireNext(end: number): boolean {
    let next: Timer | undefined;
    // A set keeps the order in which they were set, and the first of several wins.
    for (const timer of this.#timers) if (timer.due <= end && !(next && next.due <= timer.due)) next = timer;
    if (!next) return false;
    this.#timers.delete(next);
    this.#now = Math.max(this.#now, next.due);
    next.callback();
    return true;
  }

  #planTask(): void {
    if (this.#isTaskPlanned || this.#moves > 0) return;
    this.#isTaskPlanned = true;
    void realTask().then(() => {
      this.#isTaskPlanned = false;
      const isAnyDue = [...this.#timers].some(({ due }) => due <= this.#now);
      if (this.#moves > 0 || !isAnyDue) return;
      // First, for what fires may throw.
      this.#planTask();
      this.#fireNext(this.#now);
    });
  }
}

/** A clock for a test: it stands still until `advance()`. */
export function createMockClock(startsAt?: Date | number): MockClock {
  return new MockClock(startsAt);
}
