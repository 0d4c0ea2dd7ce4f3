import { ResponderError, type Responder, type Turn } from './responder.js';

/** What is to be answered, and by whom. */
export interface Question {
  readonly responder: Responder;
  readonly message: string;
  /** What was said before it, oldest first. */
  readonly history: readonly Turn[];
  /** Stops the work. */
  readonly signal: AbortSignal;
}

/** A model that does not stop is stopped here. */
const MAX_ANSWER_LENGTH = 64 * 1024;

/**
 * Lets the responder answer, and calls back with each piece as it comes. Returns the pieces joined.
 *
 * @throws ResponderError where there is no answer and the user should know why; what the signal was aborted with
 */
export async function answer(
  question: Question,
  onPiece: (piece: string) => void = () => {},
): Promise<string> {
  const { responder, message, history, signal } = question;
  let text = '';
  for await (const piece of responder.reply(message, history, signal)) {
    signal.throwIfAborted();
    if (piece === '') continue;
    onPiece(piece);
    text += piece;
    if (text.length > MAX_ANSWER_LENGTH) break;
  }
  if (text === '') throw new ResponderError('LLM_EMPTY', 'The model gave no answer. Try again.');
  return text;
}

/** Why there is no answer, for the client. A fault of ours is told to the log alone. */
export function explainFailure(error: unknown): { code: string; message: string } {
  if (error instanceof ResponderError) return { code: error.code, message: error.message };
  console.error('The responder failed:', error);
  return { code: 'SYSTEM_ERROR', message: 'The answer could not be written; the server log says why.' };
}
