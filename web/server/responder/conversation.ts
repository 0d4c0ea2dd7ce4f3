import type { Turn } from './responder.js';
import { Turns } from './turns.js';

/** Answers one message, given what was said before it. Undefined: there is no answer. Never rejects. */
export type Answerer = (history: readonly Turn[]) => Promise<string | undefined>;

const MAX_WAITING = 64;

/** Messages that are answered one after the other, in their order, and the last turns of what was said. */
export class Conversation {
  readonly #signal: AbortSignal;
  readonly #waiting: { readonly message: string; readonly answerer: Answerer }[] = [];
  readonly #turns = new Turns();
  #isRunning = false;

  /** @param signal nothing more is answered once it is aborted */
  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  /** So many wait that no more is taken. */
  get isFull(): boolean {
    return this.#waiting.length >= MAX_WAITING;
  }

  /** False when it is full. */
  add(message: string, answerer: Answerer): boolean {
    if (this.isFull) return false;
    this.#waiting.push({ message, answerer });
    if (!this.#isRunning) void this.#run();
    return true;
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      if (this.#signal.aborted) break;
      const answer = await next.answerer(this.#turns.all());
      if (answer !== undefined) this.#turns.add(next.message, answer);
    }
    this.#isRunning = false;
  }
}
