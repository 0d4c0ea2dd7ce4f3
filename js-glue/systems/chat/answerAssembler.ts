import type { ServerMessage } from './messages.ts';

/** An answer as far as it has come. */
export interface Answer {
  readonly conversationId: string | undefined;
  /** The pieces so far, joined. */
  readonly text: string;
  readonly toolCalls: readonly unknown[];
  readonly isComplete: boolean;
}

/**
 * Joins the pieces of streamed answers, those of each conversation apart (S1.85, S1.86, W45). The system does not say how an
 * answer ends: by default by a frame with `done: true`, or by `end()`.
 */
export class AnswerAssembler {
  readonly #isEnd: (message: ServerMessage) => boolean;
  readonly #answers = new Map<string | undefined, Answer>();

  constructor(isEnd: (message: ServerMessage) => boolean = ({ done }) => done === true) {
    this.#isEnd = isEnd;
  }

  /** Adds what a message brings. Gives back the answer that it belongs to: a new object each time. */
  add(message: ServerMessage): Answer {
    const conversationId = message.conversation_id;
    const { text = '', toolCalls = [] } = this.#answers.get(conversationId) ?? {};
    const answer: Answer = {
      conversationId,
      text: text + (message.response ?? ''),
      toolCalls: message.tool_calls ? [...toolCalls, ...message.tool_calls] : toolCalls,
      isComplete: this.#isEnd(message),
    };
    if (answer.isComplete) this.#answers.delete(conversationId);
    else this.#answers.set(conversationId, answer);
    return answer;
  }

  /** The next piece begins another answer: for servers that mark no end, e.g. whenever the user sends a message. */
  end(conversationId?: string): void {
    this.#answers.delete(conversationId);
  }
}
