/** What is written into messages that failed, for users to read. */
export interface ChatTexts {
  /** An answer stopped half-way. */
  interrupted: string;
  /** The link ended before an answer came, and the server sends none later. */
  unanswered: string;
  /** The page was left while a message waited or had no answer. */
  left: string;
  /** In front of why a message was dropped; followed by the error's remedy. */
  unsent: string;
}

export const chatTexts: ChatTexts = {
  interrupted: 'The answer was interrupted. Send the message again.',
  unanswered: 'The connection was lost before an answer came. Send the message again.',
  left: 'The page was left before an answer came. Send the message again.',
  unsent: 'This message was not sent.',
};
