import type { ChatMessage, ChatSession, ChatState } from 'chatwire/stores';
import { vi } from 'vitest';
import { createStore } from 'zustand/vanilla';

let count = 0;

export const message = (change: Partial<ChatMessage> = {}): ChatMessage => ({
  ...{ id: `m${++count}`, role: 'assistant', text: 'Hello', status: 'done' },
  timestamp: '2026-01-02T03:04:05Z',
  ...change,
});

export const session = (change: Partial<ChatSession> = {}): ChatSession => ({
  ...{ id: 's1', title: '', messages: [], workflows: [], isTyping: false, unread: 0 },
  ...change,
});

/** A store whose state the test writes; what its actions are called with is recorded. */
export function scriptedStore(shown: ChatSession = session(), state: Partial<ChatState> = {}) {
  const actions = {
    sendMessage: vi.fn((_text: string) => 'new'),
    retryMessage: vi.fn((_id: string) => {}),
    setTyping: vi.fn((_isTyping: boolean) => {}),
    approveWorkflow: vi.fn((_id: string, _approved: boolean) => {}),
    cancelWorkflow: vi.fn((_id: string) => {}),
  };
  const store = createStore<ChatState & typeof actions>(() => ({
    ...{ sessions: [shown], currentSessionId: shown.id, isBound: true },
    ...state,
    ...actions,
  }));
  /** Changes the first session. */
  const change = (changed: Partial<ChatSession>) =>
    store.setState(({ sessions: [first, ...others] }) => ({
      sessions: [{ ...session(), ...first, ...changed }, ...others],
    }));
  const say = (...messages: ChatMessage[]) =>
    change({ messages: [...(store.getState().sessions[0]?.messages ?? []), ...messages] });
  /** Replaces the last message. */
  const changeLast = (changed: Partial<ChatMessage>) => {
    const messages = store.getState().sessions[0]?.messages ?? [];
    change({ messages: [...messages.slice(0, -1), { ...messages.at(-1)!, ...changed }] });
  };
  return { store, actions, change, say, changeLast };
}
