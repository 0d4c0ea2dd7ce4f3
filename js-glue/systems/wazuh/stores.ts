import type { ChatClient, Message, WazuhMessages } from 'chatwire';
import { uuid } from 'chatwire';

/** What is needed of a store: zustand's have it, and others. */
export interface StoreLike<State> {
  getState(): State;
  setState(change: (state: State) => Partial<State>): void;
}

export interface ChatEntry {
  readonly id: string;
  readonly role: 'user' | 'assistant';
  readonly text: string;
  /** ISO 8601. */
  readonly timestamp: string;
}

export interface ChatSession {
  readonly id: string;
  readonly title: string;
  /** Oldest first, the newest thousand. */
  readonly messages: readonly ChatEntry[];
  readonly isTyping: boolean;
}

/** The part of a chat store that is written to. */
export interface ChatState {
  readonly sessions: readonly ChatSession[];
  readonly currentSessionId: string | null;
}

export interface Notification {
  readonly id: string;
  readonly kind: 'toast' | 'notification';
  readonly level: 'info' | 'success' | 'warning' | 'error';
  readonly title?: string | undefined;
  readonly message: string;
}

/** The part of a store of the user interface that is written to. */
export interface UiState {
  /** Newest first, at most a hundred. */
  readonly notifications: readonly Notification[];
}

const MOST_MESSAGES = 1000;
const MOST_NOTIFICATIONS = 100;

/** Of what is said before the server has named a session. It gets the first name that comes. */
const UNNAMED = 'new';

type Change = Pick<Message, 'type' | 'data' | 'timestamp'>;
interface Data {
  session_id?: string;
  message?: string;
  title?: string;
}

/** Puts what the client receives into a chat store, until the returned function is called (S0.10). */
export function bindChatStore(client: ChatClient<WazuhMessages>, store: StoreLike<ChatState>): () => void {
  return client.subscribe('*', ({ type, data, timestamp }) => applyTo(store, { type, data, timestamp }));
}

/** Puts what the server announces into a store of the user interface, until the returned function is called (S0.11). */
export function bindUiStore(client: ChatClient<WazuhMessages>, store: StoreLike<UiState>): () => void {
  return client.subscribe('system_notification', ({ data }) => {
    const { title, message, level } = data;
    notify(store, { kind: 'notification', level: levelOf(level), title, message });
  });
}

export function notify(store: StoreLike<UiState>, notification: Omit<Notification, 'id'>): void {
  store.setState(({ notifications }) => ({
    notifications: [{ id: uuid(), ...notification }, ...notifications].slice(0, MOST_NOTIFICATIONS),
  }));
}

/** What a message, received or sent, makes of a store. Those of unknown types change nothing. */
export function applyTo(store: StoreLike<ChatState>, message: Change): void {
  const data = Object(message.data) as Data;
  switch (message.type) {
    case 'chat_message':
      return say(store, 'user', data, message);
    case 'chat_response':
      return say(store, 'assistant', data, message);
    case 'typing_start':
    case 'typing_stop':
      return change(store, data, () => ({ isTyping: message.type === 'typing_start' }));
    case 'session_created':
      return name(store, data);
  }
}

/** Nobody types to a page that is not connected (S0.28). */
export function stopTyping(store: StoreLike<ChatState>): void {
  store.setState(({ sessions }) => ({ sessions: sessions.map((each) => ({ ...each, isTyping: false })) }));
}

function say(store: StoreLike<ChatState>, role: ChatEntry['role'], data: Data, { timestamp }: Change): void {
  const entry: ChatEntry = {
    ...{ id: uuid(), role, text: data.message ?? '' },
    timestamp: String(timestamp ?? new Date().toISOString()),
  };
  change(store, data, ({ messages }) => ({ messages: [...messages, entry].slice(-MOST_MESSAGES) }));
}

/** Changes the session that is meant, else the current one; makes it where there is none. */
function change(
  store: StoreLike<ChatState>,
  data: Data,
  changes: (session: ChatSession) => Partial<ChatSession>,
): void {
  store.setState(({ sessions, currentSessionId }) => {
    const id = data.session_id ?? currentSessionId ?? UNNAMED;
    const known = sessions.find((each) => each.id === id);
    const session = known ?? { id, title: '', messages: [], isTyping: false };
    const changed = { ...session, ...changes(session) };
    return {
      sessions: known ? sessions.map((each) => (each === known ? changed : each)) : [...sessions, changed],
      currentSessionId: currentSessionId ?? id,
    };
  });
}

function name(store: StoreLike<ChatState>, { session_id: id, title = '' }: Data): void {
  if (id === undefined) return;
  store.setState(({ sessions }) => {
    const known = sessions.find((each) => each.id === id) ?? sessions.find((each) => each.id === UNNAMED);
    const named = { ...(known ?? { messages: [], isTyping: false }), id, title };
    return {
      sessions: known ? sessions.map((each) => (each === known ? named : each)) : [...sessions, named],
      currentSessionId: id,
    };
  });
}

function levelOf(level: string | undefined): Notification['level'] {
  return level === 'error' || level === 'warning' || level === 'success' ? level : 'info';
}
