import type { Message } from 'chatwire';
import type { ChatChange } from './chatChange.ts';
import type { NotificationLevel } from './uiState.ts';

/** A frame to send: a message by its type, or a whole frame where types do not do. */
export type OutgoingMessage =
  { readonly type: string; readonly payload?: unknown } | { readonly frame: object };

/** What a user says, and where. */
export interface OutgoingText {
  readonly text: string;
  /** The message's id in the store. */
  readonly messageId: string;
  readonly sessionId: string;
  /** Further members of the payload, as `sendMessage(text, details)` was given them. */
  readonly details: Readonly<Record<string, unknown>>;
}

/** What users should see of a message: in the list of notifications, or as a toast that goes away. */
export interface Announcement {
  readonly kind: 'notification' | 'toast';
  readonly level: NotificationLevel;
  readonly title?: string | undefined;
  readonly message: string;
}

/** The members of a received message that a mapper reads. */
export type MappedMessage = Pick<Message, 'type' | 'payload' | 'id' | 'timestamp' | 'raw'>;

type ByType<Result> = Readonly<Record<string, (message: MappedMessage) => Result>>;

/**
 * What one system's messages mean for a chat, by type; `*` stands for all, and for frames without a type. Another server's
 * fields want another mapper: `bindChatStore(client, store, { mapper: { ...wazuhMapper, … } })` (S0.25).
 */
export interface ChatMapper {
  /** What a received message changes. Nothing: it does not concern chats. */
  readonly changes: ByType<ChatChange | readonly ChatChange[] | undefined>;
  /** What a received message tells users. */
  readonly announcements: ByType<Announcement | undefined>;
  /** How a text is sent. A system without one has no chat. */
  readonly text?: ((outgoing: OutgoingText) => OutgoingMessage) | undefined;
  /** What tells the others that the user types, or has stopped. */
  readonly typing?: ((isTyping: boolean, sessionId: string | undefined) => OutgoingMessage) | undefined;
  /** The user's word on what a workflow asked. `endsWorkflow`: nothing follows, it is over with this. */
  readonly approval?:
    | ((
        workflowId: string,
        approved: boolean,
        message: string,
      ) => OutgoingMessage & { readonly endsWorkflow?: boolean })
    | undefined;
  /** What stops a workflow. */
  readonly cancel?: ((workflowId: string, reason: string) => OutgoingMessage) | undefined;
  /** Asks for what was missed of a session in which something is under way. */
  readonly resume?: ((sessionId: string) => OutgoingMessage) | undefined;
  /** The server knows messages by their ids, and answers each once: what may not have arrived can be sent again. */
  readonly knowsMessageIds: boolean;
  /** Answers that were under way when the link was lost come on the next one. */
  readonly answersOutliveLinks: boolean;
}
