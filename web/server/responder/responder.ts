/** One thing said in a chat. */
export interface Turn {
  readonly role: 'user' | 'assistant';
  readonly text: string;
}

/** A tool that an answer makes use of. */
export interface ToolCall {
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** Writes the answers of a chat. */
export interface Responder {
  /** The name clients see in `llm_response.model`. */
  readonly model: string;
  /**
   * Answers a message piece by piece; the pieces joined are the answer.
   *
   * @param message what the user just said
   * @param history what was said before it, oldest first
   * @param signal stops the work; the iteration may then throw
   * @throws ResponderError when there is no answer and the user should know why
   */
  reply(message: string, history: readonly Turn[], signal: AbortSignal): AsyncIterable<string>;
  /** The tools that the answer to a message will need, where that is known beforehand. */
  toolsFor?(message: string): readonly ToolCall[];
}

/** Why there is no answer, in words that may be shown to the user. */
export class ResponderError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'ResponderError';
    this.code = code;
  }
}
