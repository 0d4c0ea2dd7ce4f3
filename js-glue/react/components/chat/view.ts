import type { ChatActions, ChatMessage, ChatSession, ChatState, Workflow } from 'chatwire/stores';
import type { ReactNode } from 'react';
import { useStore, type ReadableStore } from '../../useStore.ts';
import type { ChatLabels } from './chatLabels.ts';

/** What a ChatInterface needs of a store: `createChatStore()` makes such. */
export type ChatInterfaceStore = ReadableStore<
  ChatState &
    Pick<ChatActions, 'sendMessage' | 'retryMessage' | 'setTyping' | 'approveWorkflow' | 'cancelWorkflow'>
>;

/** What all parts of a chat share. The same object as long as nothing in it changed. */
export interface ChatView {
  readonly store: ChatInterfaceStore;
  readonly words: ChatLabels;
  readonly renderText: ((text: string, message: ChatMessage) => ReactNode) | undefined;
  readonly renderDetails: ((message: ChatMessage) => ReactNode) | undefined;
}

export function currentSession({ sessions, currentSessionId }: ChatState): ChatSession | undefined {
  return sessions.find(({ id }) => id === currentSessionId);
}

const none: readonly ChatMessage[] = [];

/** The messages of the current session: another list only where more has changed than the text of an answer under way. */
export function useMessageList(store: ChatInterfaceStore): readonly ChatMessage[] {
  return useStore(store, (state) => currentSession(state)?.messages ?? none, isSameList);
}

function isSameList(a: readonly ChatMessage[], b: readonly ChatMessage[]): boolean {
  return a.length === b.length && a.every((message, index) => isSame(message, b[index]));
}

function isSame(a: ChatMessage, b: ChatMessage | undefined): boolean {
  return a === b || (a.status === 'streaming' && b?.status === 'streaming' && a.id === b.id);
}

const noSubscription: ReadableStore<ChatState> = {
  getState: () => ({ sessions: [], currentSessionId: null, isBound: false }),
  subscribe: () => () => {},
};

/** A message as it is now. Only one that streams looks into the store: the list does not follow its text. */
export function useLiveMessage(store: ChatInterfaceStore, given: ChatMessage): ChatMessage {
  const isLive = given.status === 'streaming';
  return useStore<ChatState, ChatMessage>(isLive ? store : noSubscription, (state) => {
    const now = currentSession(state)?.messages.find(({ id }) => id === given.id);
    return now ?? given;
  });
}

export function useWorkflow(store: ChatInterfaceStore, workflowId: string): Workflow | undefined {
  return useStore(store, (state) => currentSession(state)?.workflows.find(({ id }) => id === workflowId));
}
