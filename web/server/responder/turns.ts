import type { Turn } from './responder.js';

const MAX_TURNS = 20;
const MAX_TURN_LENGTH = 4_000;

/** The last turns of a conversation. */
export class Turns {
  readonly #turns: Turn[] = [];

  /** Oldest first: a copy. */
  all(): Turn[] {
    return [...this.#turns];
  }

  add(question: string, answer: string): void {
    this.#note('user', question);
    this.#note('assistant', answer);
  }

  #note(role: Turn['role'], text: string): void {
    this.#turns.push({ role, text: text.slice(0, MAX_TURN_LENGTH) });
    if (this.#turns.length > MAX_TURNS) this.#turns.shift();
  }
}
