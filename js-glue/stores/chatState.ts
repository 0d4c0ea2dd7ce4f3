/** Who says something. */
export type ChatRole = 'user' | 'assistant' | 'system' | 'tool';

/**
 * Where a message stands. The user's: `queued` waits to be sent, `sent` was handed to an open socket, `answered` has its
 * answer here. Anybody else's: `streaming` still grows, `done` is whole. Either may have `failed`.
 */
export type ChatMessageStatus = 'queued' | 'sent' | 'answered' | 'streaming' | 'done' | 'failed';

/** One message of a chat. Never changed, only replaced: the same object means that nothing in it changed. */
export interface ChatMessage {
  /** The server's, else one made here. Unique within its session. */
  readonly id: string;
  readonly role: ChatRole;
  readonly text: string;
  /** ISO 8601: when it was sent, as the server says it, else when it came. */
  readonly timestamp: string;
  readonly status: ChatMessageStatus;
  /** Of one that failed: what can be done about it, for users to read. */
  readonly error?: string | undefined;
  /** The user's message that this one answers. */
  readonly replyTo?: string | undefined;
  readonly toolCalls?: readonly ToolCall[] | undefined;
  /** The message stands for this workflow of its session. */
  readonly workflowId?: string | undefined;
  /** What else the server said of it: model, usage, context, seconds. Of the user's: what was sent beside the text. */
  readonly details?: Readonly<Record<string, unknown>> | undefined;
}

/** A tool that the assistant uses: a function, a command, a piece of code. To be shown, never executed. */
export interface ToolCall {
  readonly id: string;
  readonly name: string;
  readonly arguments?: unknown;
  /** What it gave or printed, as far as it came. */
  readonly result?: string | undefined;
  readonly status: 'running' | 'done' | 'failed';
}

/** A plan that the server carries out step by step. */
export interface Workflow {
  readonly id: string;
  readonly goal: string;
  /** What the agent thought last. */
  readonly thought: string;
  readonly steps: readonly WorkflowStep[];
  /** The number of the step that was begun last; 0 before the first. */
  readonly current: number;
  /** `lost`: the server does not know it any more. */
  readonly status: 'running' | 'completed' | 'failed' | 'cancelled' | 'lost';
  /** What waits for the user's word. */
  readonly approval?: WorkflowApproval | undefined;
  /** What the user told the server to do, and the server has not done yet. */
  readonly pending?: 'approve' | 'deny' | 'cancel' | undefined;
  /** How it ended, in words; empty while it runs. */
  readonly summary: string;
}

/** What a plan asks its user before it goes on. */
export interface WorkflowApproval {
  readonly description: string;
  /** Such as `delete_file`. */
  readonly action?: string | undefined;
  readonly details?: Readonly<Record<string, unknown>> | undefined;
}

/** One step of a plan. */
export interface WorkflowStep {
  /** Counts from 1. */
  readonly number: number;
  readonly description: string;
  readonly status: 'waiting' | 'running' | 'done' | 'failed';
  readonly result?: string | undefined;
}

/** One conversation. */
export interface ChatSession {
  /** The server's. One that was begun here has an id made here until the server names it. */
  readonly id: string;
  /** May be empty. */
  readonly title: string;
  /** In the order of their arrival. */
  readonly messages: readonly ChatMessage[];
  readonly workflows: readonly Workflow[];
  /** The other side types. */
  readonly isTyping: boolean;
  /** Messages that came while another session was shown. */
  readonly unread: number;
  /** Begun here, and the server has not named it yet. */
  readonly isLocal?: boolean | undefined;
}

/** What a chat interface shows. Replaced where something changed; what did not change stays the same object. */
export interface ChatState {
  /** In the order in which they began. */
  readonly sessions: readonly ChatSession[];
  readonly currentSessionId: string | null;
  /** A client is bound to the store: messages can be sent. */
  readonly isBound: boolean;
}

export const initialChatState: ChatState = Object.freeze({
  sessions: Object.freeze([]),
  currentSessionId: null,
  isBound: false,
});
