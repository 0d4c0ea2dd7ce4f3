import { Conversation } from '../responder/conversation.js';
import type { Responder, Turn } from '../responder/responder.js';
import { demonstrationsIn } from './demonstrations.js';
import type { Exchange } from './exchange.js';
import type { Correlation } from './messages.js';
import { streamReply } from './reply.js';

/** A message that waits for its reply. */
export interface Question {
  readonly message: string;
  readonly about: Correlation;
}

/** Answers a chat's messages one after the other, each in an exchange of its own. */
export class ReplyQueue {
  readonly #responder: Responder;
  readonly #begin: () => Exchange;
  readonly #signal: AbortSignal;
  readonly #conversation: Conversation;
  #isModelKnown = false;

  constructor(responder: Responder, begin: () => Exchange, signal: AbortSignal) {
    this.#responder = responder;
    this.#begin = begin;
    this.#signal = signal;
    this.#conversation = new Conversation(signal);
  }

  /** False when too many wait already. */
  add(question: Question): boolean {
    return this.#conversation.add(question.message, (history) => this.#answer(question, history));
  }

  async #answer({ message, about }: Question, history: readonly Turn[]): Promise<string | undefined> {
    const exchange = this.#begin();
    for (const shown of demonstrationsIn(message, about.chat_id)) exchange.send(shown);
    const response = await streamReply(
      { responder: this.#responder, message, history, signal: this.#signal },
      { about, exchange, announceModel: !this.#isModelKnown },
    );
    exchange.finish();
    // Announced once, and again when the model is back after it failed.
    this.#isModelKnown = response !== undefined;
    return response;
  }
}
