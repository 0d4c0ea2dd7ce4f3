import type { ChatRole, ToolCall, WorkflowApproval, WorkflowStep } from './chatState.ts';

/**
 * Where something belongs, as far as the server says it. Without a word it belongs to the session of the oldest message that
 * waits for an answer, else to the current one.
 */
export interface ChatTarget {
  readonly sessionId?: string | undefined;
  /** The id of the user's message that this is about. */
  readonly replyTo?: string | undefined;
}

type Details = Readonly<Record<string, unknown>>;

/** What a message of the server changes in the chats: what a {@link ChatMapper} makes of it, as plain data. */
export type ChatChange =
  /** The server has begun a session, or renamed one. `select`: it is the current one now. */
  | { readonly kind: 'session'; readonly id: string; readonly title?: string; readonly select?: boolean }
  /** Somebody said something, whole. One of an id that is here already changes nothing. */
  | (ChatTarget & {
      readonly kind: 'message';
      readonly id?: string | undefined;
      readonly role: ChatRole;
      readonly text: string;
      readonly timestamp?: string | undefined;
      readonly details?: Details | undefined;
    })
  /**
   * A piece of an answer. With an `index` (from 0) it goes into its place, however often and in whatever order it comes.
   * Without a `streamId` it continues the answer of its session that is under way.
   */
  | (ChatTarget & {
      readonly kind: 'delta';
      readonly streamId?: string | undefined;
      readonly index?: number | undefined;
      readonly text: string;
    })
  /** An answer is whole. Its text counts more than the pieces; without one, they are the answer. */
  | (ChatTarget & {
      readonly kind: 'answer';
      /** Nobody said so, it only seems so: a piece that still comes continues it. */
      readonly isGuess?: boolean | undefined;
      readonly streamId?: string | undefined;
      readonly text?: string | undefined;
      readonly timestamp?: string | undefined;
      readonly details?: Details | undefined;
    })
  /** There is no answer, or no rest of it. Without anything in the target that says to what, it changes nothing. */
  | (ChatTarget & {
      readonly kind: 'failure';
      readonly streamId?: string | undefined;
      readonly text: string;
      /** The server did not even take the message: of those that wait, the newest is meant. */
      readonly isRefusal?: boolean | undefined;
    })
  | (ChatTarget & { readonly kind: 'typing'; readonly isTyping: boolean })
  /** Tools that the answer under way uses. */
  | (ChatTarget & { readonly kind: 'tools'; readonly calls: readonly ToolCall[] })
  /**
   * A tool that is used apart from an answer: begun, or ended where `status` says so. Without an id it is the running one of
   * this name.
   */
  | (ChatTarget & { readonly kind: 'tool'; readonly call: ToolUse })
  /** Adds to the details of the message that waits for an answer, or of its answer. */
  | (ChatTarget & { readonly kind: 'details'; readonly details: Details })
  | (ChatTarget & {
      readonly kind: 'workflow';
      /** Without one it is the session's running one. */
      readonly id?: string | undefined;
      readonly event: WorkflowEvent;
    });

/** What is told of the use of a tool: what is not told stays as it is. */
export interface ToolUse {
  readonly id?: string | undefined;
  readonly name: string;
  readonly arguments?: unknown;
  readonly result?: string | undefined;
  readonly status: ToolCall['status'];
}

/** What happens to a workflow. One that has ended hears nothing more. */
export type WorkflowEvent =
  | { readonly type: 'started'; readonly goal: string }
  | { readonly type: 'planned'; readonly steps: readonly string[] }
  | { readonly type: 'thought'; readonly text: string }
  | ({ readonly type: 'step'; readonly total?: number | undefined } & WorkflowStep)
  | { readonly type: 'approval'; readonly approval: WorkflowApproval }
  /** It did not take the user's word: nothing is pending. */
  | { readonly type: 'refused' }
  | {
      readonly type: 'ended';
      readonly status: 'completed' | 'failed' | 'cancelled' | 'lost';
      readonly summary: string;
    };
