import type { Answer } from './answer.ts';
import type { Workflow } from './workflow.ts';

/** `sent`: handed to the server. `answered`: and the answer is here. `dropped`: it will not be sent by itself. */
export type QuestionStatus = 'queued' | 'sent' | 'answered' | 'dropped';

/** What the user wrote. */
export interface Question {
  readonly text: string;
  readonly status: QuestionStatus;
  /** Why it was dropped. */
  readonly problem: string;
}

/** What the server could not do. */
export interface Problem {
  readonly kind: 'problem';
  readonly id: string;
  readonly text: string;
  readonly code: string;
}

export type Reply = Answer | Workflow | Problem;

/** A question and all that came of it. Never changed, only replaced: so only what changed is drawn again. */
export interface Turn {
  /** The `message_id` of the question; without one, whatever the server names. */
  readonly id: string;
  /** Absent where the answer is to somebody else, or to this page before it was reloaded. */
  readonly question?: Question;
  readonly replies: readonly Reply[];
}

export function replyOf(turn: Turn | undefined, id: string): Reply | undefined {
  return turn?.replies.find((reply) => reply.id === id);
}

/** The turn with this reply in the place of the one with the same id, or behind the others. */
export function withReply(turn: Turn, reply: Reply): Turn {
  const isKnown = replyOf(turn, reply.id) !== undefined;
  const replies = isKnown
    ? turn.replies.map((each) => (each.id === reply.id ? reply : each))
    : [...turn.replies, reply];
  return { ...turn, replies };
}

/** A queued or sent question moves on; an answered one stays answered. */
export function withStatus(turn: Turn, status: QuestionStatus, problem = ''): Turn {
  const { question } = turn;
  if (!question || question.status === 'answered' || question.status === status) return turn;
  return { ...turn, question: { ...question, status, problem } };
}

export function isStreaming(reply: Reply): boolean {
  return reply.kind === 'answer' && reply.state === 'streaming';
}
