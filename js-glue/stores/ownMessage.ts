import { uuid, type ChatwireError } from 'chatwire';
import type { ChatEngine } from './chatEngine.ts';
import { failedMessage } from './chatReducer.ts';
import type { ChatMessage, ChatSession } from './chatState.ts';
import { addMessage, addSession, changeSession, newSession, sessionById } from './sessions.ts';

/** Begins a session and shows it. */
export function addOwnSession(engine: ChatEngine, title = ''): ChatSession {
  const session = newSession(uuid(), { title, isLocal: true });
  engine.change((state) => ({ ...addSession(state, session, engine.limits), currentSessionId: session.id }));
  return session;
}

/** Shows what the user says in the current session, or in a new one where there is none. */
export function addOwnMessage(
  engine: ChatEngine,
  text: string,
  details?: Record<string, unknown>,
): { sessionId: string; message: ChatMessage } {
  const { state } = engine;
  const session = sessionById(state, state.currentSessionId) ?? addOwnSession(engine);
  const message: ChatMessage = {
    ...{ id: uuid(), role: 'user', text, timestamp: new Date().toISOString(), status: 'queued' },
    ...(details && { details }),
  };
  engine.change((before) =>
    changeSession(before, session.id, (each) => addMessage(each, message, engine.limits)),
  );
  return { sessionId: session.id, message };
}

/** A message that waited was handed to an open socket. */
export function showSent(engine: ChatEngine, id: string): void {
  engine.changeMessage(id, (message) =>
    message.status === 'queued' ? { ...message, status: 'sent' } : message,
  );
}

/** A message that waited is not sent. */
export function showFailure(engine: ChatEngine, id: string, error: unknown): void {
  engine.changeMessage(id, (message) =>
    message.status === 'queued' ? failedMessage(message, remedyOf(error, engine)) : message,
  );
}

/** What users can do about it, as far as the error says so. */
function remedyOf(error: unknown, { texts }: ChatEngine): string {
  const { remedy, message } = error as Partial<ChatwireError>;
  return remedy || (error instanceof TypeError && message) || texts.unsent;
}
