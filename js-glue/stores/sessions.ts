import type { ChatMessage, ChatSession, ChatState, Workflow } from './chatState.ts';

/** What a store keeps at most. */
export interface ChatLimits {
  readonly maxMessages: number;
  readonly maxSessions: number;
}

/** A session in which nothing was said. */
export function newSession(id: string, more: Partial<ChatSession> = {}): ChatSession {
  return { id, title: '', messages: [], workflows: [], isTyping: false, unread: 0, ...more };
}

export function sessionById(state: ChatState, id: string | null | undefined): ChatSession | undefined {
  return state.sessions.find((session) => session.id === id);
}

export function messageById(
  session: ChatSession | undefined,
  id: string | undefined,
): ChatMessage | undefined {
  return id === undefined ? undefined : lastOf(session?.messages ?? [], (message) => message.id === id);
}

export function sessionWithMessage(state: ChatState, id: string | undefined): ChatSession | undefined {
  return id === undefined ? undefined : state.sessions.find((session) => messageById(session, id));
}

export function sessionWithWorkflow(state: ChatState, id: string | undefined): ChatSession | undefined {
  return state.sessions.find(({ workflows }) => workflows.some((workflow) => workflow.id === id));
}

/** The state with another session in the place of the one with this id; the same state where it is the same session. */
export function changeSession(
  state: ChatState,
  id: string,
  change: (session: ChatSession) => ChatSession,
): ChatState {
  const sessions = changeOne(state.sessions, (session) => session.id === id, change);
  return sessions === state.sessions ? state : { ...state, sessions };
}

export function changeMessage(
  session: ChatSession,
  id: string,
  change: (message: ChatMessage) => ChatMessage,
): ChatSession {
  const messages = changeOne(session.messages, (message) => message.id === id, change);
  return messages === session.messages ? session : { ...session, messages };
}

export function changeWorkflow(
  session: ChatSession,
  id: string,
  change: (workflow: Workflow) => Workflow,
): ChatSession {
  const workflows = changeOne(session.workflows, (workflow) => workflow.id === id, change);
  return workflows === session.workflows ? session : { ...session, workflows };
}

/** The same list where nothing in it changed. */
function changeOne<Item>(
  items: readonly Item[],
  matches: (item: Item) => boolean,
  change: (item: Item) => Item,
): readonly Item[] {
  const item = lastOf(items, matches);
  if (item === undefined) return items;
  const changed = change(item);
  return changed === item ? items : items.map((each) => (each === item ? changed : each));
}

/** The last item of that kind: the newest are what changes most. */
export function lastOf<Item>(items: readonly Item[], matches: (item: Item) => boolean): Item | undefined {
  for (let index = items.length - 1; index >= 0; index--) {
    const item = items[index] as Item;
    if (matches(item)) return item;
  }
  return undefined;
}

/** The user's messages that went out, or are about to, and that nothing answers yet: oldest first. */
export function unansweredIn({ messages }: ChatSession): readonly ChatMessage[] {
  const waiting = messages.filter(({ role, status }) => role === 'user' && isUnderWay(status));
  if (waiting.length === 0) return waiting;
  const answered = new Set(messages.map(({ replyTo }) => replyTo));
  return waiting.filter(({ id }) => !answered.has(id));
}

function isUnderWay(status: ChatMessage['status']): boolean {
  return status === 'queued' || status === 'sent';
}

/** What an answer that names no message answers: the oldest that waits, else the last one if it was given up already. */
export function expectedIn(session: ChatSession): ChatMessage | undefined {
  const last = lastOf(session.messages, ({ role }) => role === 'user' || role === 'assistant');
  return unansweredIn(session)[0] ?? (last?.role === 'user' && last.status === 'failed' ? last : undefined);
}

/** The answer that grows; of several, the newest. */
export function growingIn({ messages }: ChatSession): ChatMessage | undefined {
  return lastOf(messages, isGrowing);
}

/** An answer that streams. Messages that stand for tools and workflows have a life of their own. */
export function isGrowing({ role, status, workflowId }: ChatMessage): boolean {
  return role === 'assistant' && status === 'streaming' && workflowId === undefined;
}

/**
 * The session in which something is expected: that of the oldest message without an answer, or with half of one; else of the
 * newest workflow that runs.
 */
export function expectingSession({ sessions }: ChatState): ChatSession | undefined {
  let oldest: { session: ChatSession; since: string } | undefined;
  for (const session of sessions) {
    const since = (unansweredIn(session)[0] ?? growingIn(session))?.timestamp;
    if (since !== undefined && (!oldest || since < oldest.since)) oldest = { session, since };
  }
  return oldest?.session ?? lastOf(sessions, ({ workflows }) => workflows.some(isRunning));
}

export function isRunning({ status }: Workflow): boolean {
  return status === 'running';
}

/** Puts a session behind the others; the oldest that is not shown makes room. */
export function addSession(state: ChatState, session: ChatSession, { maxSessions }: ChatLimits): ChatState {
  const tooMany = state.sessions.length + 1 - maxSessions;
  const dropped = state.sessions
    .filter(({ id }) => id !== state.currentSessionId)
    .slice(0, Math.max(0, tooMany));
  const kept = state.sessions.filter((each) => !dropped.includes(each));
  return { ...state, sessions: [...kept, session] };
}

/** Puts a message behind the others; the oldest ones make room, and their workflows go with them. */
export function addMessage(
  session: ChatSession,
  message: ChatMessage,
  { maxMessages }: ChatLimits,
): ChatSession {
  const messages = [...session.messages, message];
  if (messages.length <= maxMessages) return { ...session, messages };
  const dropped = new Set(
    messages.splice(0, messages.length - maxMessages).map(({ workflowId }) => workflowId),
  );
  const workflows = session.workflows.filter(({ id }) => !dropped.has(id));
  return {
    ...session,
    messages,
    workflows: workflows.length < session.workflows.length ? workflows : session.workflows,
  };
}

/** The session under its other id. */
export function renameSession(state: ChatState, from: string, to: string): ChatState {
  const renamed = changeSession(state, from, ({ isLocal: _, ...session }) => ({ ...session, id: to }));
  return { ...renamed, currentSessionId: state.currentSessionId === from ? to : state.currentSessionId };
}
