import type { ChatMessage, ToolCall } from 'chatwire/stores';
import type { WorkflowLabels } from '../workflowLabels.ts';

/** What a ChatInterface says, for other languages. */
export interface ChatLabels {
  /** The names of the whole, and of the part that scrolls. */
  chat: string;
  conversation: string;
  /** Who said something. */
  author: Readonly<Record<ChatMessage['role'], string>>;
  /** Where a message of the user stands. */
  sent: Readonly<Record<ChatMessage['status'], string>>;
  answering: string;
  /** An answer that is not whole. */
  endedEarly: string;
  retry: string;
  copy: string;
  copied: string;
  jumpToEnd: string;
  /** The other side writes. */
  typing: string;
  /** The name of the field. */
  message: string;
  placeholder: string;
  send: string;
  /** Why nothing can be sent while no client is bound to the store. */
  unbound: string;
  tool: Readonly<Record<ToolCall['status'], string>>;
  toolArguments: string;
  toolResult: string;
  workflow: Partial<WorkflowLabels>;
}

export const chatLabels: ChatLabels = {
  chat: 'Chat',
  conversation: 'Conversation',
  author: { user: 'You', assistant: 'Assistant', system: 'System', tool: 'Tool' },
  sent: {
    queued: 'Queued',
    sent: 'Sent',
    answered: 'Answered',
    failed: 'Not sent',
    streaming: 'Sending…',
    done: 'Sent',
  },
  answering: 'Answering…',
  endedEarly: 'Ended early',
  retry: 'Try again',
  copy: 'Copy',
  copied: 'Copied',
  jumpToEnd: 'Jump to latest',
  typing: 'Assistant is typing',
  message: 'Message',
  placeholder: 'Write a message',
  send: 'Send',
  unbound: 'The chat is not ready yet.',
  tool: { running: 'running', done: 'done', failed: 'failed' },
  toolArguments: 'Arguments',
  toolResult: 'Result',
  workflow: {},
};
