import { ChatwireError } from '../client/errors.ts';

/** Told of what went wrong, and with what. By default the console is. */
export type OnError<Subject> = (error: Error, subject: Subject) => void;

export const toConsole = (error: unknown): void => console.error(error);

/** Tells of an error. Whoever throws when told is reported to the console, and stops nobody (W48). */
export function report<Subject>(onError: OnError<Subject>, error: Error, subject: Subject): void {
  try {
    onError(error, subject);
  } catch (cause) {
    console.error(threw('onError', cause));
  }
}

export function threw(who: string, cause: unknown): ChatwireError {
  return new ChatwireError('HANDLER_THREW', { detail: `${who} threw`, cause });
}
