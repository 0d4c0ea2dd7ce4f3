/** An answer of the assistant, whole or still growing. */
export interface Answer {
  readonly kind: 'answer';
  /** The `stream_id`. */
  readonly id: string;
  readonly state: 'streaming' | 'done' | 'failed';
  readonly text: string;
  /** Index of the chunk that comes next. */
  readonly next: number;
  readonly model: string;
  readonly seconds: number;
}

export function newAnswer(id: string): Answer {
  return { kind: 'answer', id, state: 'streaming', text: '', next: 0, model: '', seconds: 0 };
}

/**
 * Takes a chunk. After a reconnect the server sends a stream again from its beginning, so what is here already is skipped.
 * A gap cannot be in an ordered stream; if it were, the final text would mend it.
 */
export function withChunk(answer: Answer, index: number, delta: string): Answer {
  if (answer.state !== 'streaming' || index !== answer.next) return answer;
  return { ...answer, text: answer.text + delta, next: index + 1 };
}

/** The whole text, as the server has it: it counts more than what was put together here. */
export function finished(answer: Answer, text: string, model: string, seconds: number): Answer {
  return { ...answer, state: 'done', text, model, seconds };
}
