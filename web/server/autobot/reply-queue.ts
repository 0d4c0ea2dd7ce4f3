import type { Exchange } from './exchange.js';
import type { Correlation } from './messages.js';
import { streamReply } from './reply.js';
import type { Responder, Turn } from './responder.js';

/** A message that waits for its reply. */
export interface Question {
  readonly message: string;
  readonly about: Correlation;
}

const MAX_WAITING = 64;
const MAX_TURNS = 20;
const MAX_TURN_LENGTH = 4_000;

/** Answers a chat's messages one after the other, in their order, and remembers the last turns. */
export class ReplyQueue {
  readonly #responder: Responder;
  readonly #begin: () => Exchange;
  readonly #signal: AbortSignal;
  readonly #waiting: Question[] = [];
  readonly #history: Turn[] = [];
  #isRunning = false;
  #isModelKnown = false;

  constructor(responder: Responder, begin: () => Exchange, signal: AbortSignal) {
    this.#responder = responder;
    this.#begin = begin;
    this.#signal = signal;
  }

  /** False when too many wait already. */
  add(question: Question): boolean {
    if (this.#waiting.length >= MAX_WAITING) return false;
    this.#waiting.push(question);
    if (!this.#isRunning) void this.#run();
    return true;
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      if (this.#signal.aborted) break;
      await this.#answer(next);
    }
    this.#isRunning = false;
  }

  async #answer({ message, about }: Question): Promise<void> {
    const exchange = this.#begin();
    const response = await streamReply({
      responder: this.#responder,
      message,
      about,
      history: [...this.#history],
      exchange,
      announceModel: !this.#isModelKnown,
      signal: this.#signal,
    });
    exchange.finish();
    // Announced once, and again when the model is back after it failed.
    this.#isModelKnown = response !== undefined;
    if (response === undefined) return;
    this.#note('user', message);
    this.#note('assistant', response);
  }

  #note(role: Turn['role'], text: string): void {
    this.#history.push({ role, text: text.slice(0, MAX_TURN_LENGTH) });
    if (this.#history.length > MAX_TURNS) this.#history.shift();
  }
}
