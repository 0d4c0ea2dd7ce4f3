import type { ChatChange } from './chatChange.ts';
import type { ChatEngine, ChatLink } from './chatEngine.ts';
import { withoutError } from './chatReducer.ts';
import type { ChatMessage, ChatSession } from './chatState.ts';
import {
  changeMessage,
  changeSession,
  isRunning,
  messageById,
  sessionById,
  sessionWithMessage,
} from './sessions.ts';
import { addOwnMessage, addOwnSession } from './ownMessage.ts';
import { withPending } from './workflows.ts';

/** What users do in chats. All are bound, and may be taken out of the state: they never change. */
export interface ChatActions {
  /** Begins a session and shows it; the server hears of it with its first message. Gives back its id. */
  createSession: (title?: string) => string;
  /** Shows a session; nothing happens where there is no such. */
  selectSession: (id: string) => void;
  /** Names a session here; no server is told. */
  renameSession: (id: string, title: string) => void;
  /** What still comes for it is dropped. */
  deleteSession: (id: string) => void;
  /** Deletes all sessions, and at once what `persist` has kept of them: when a user logs out (S16). */
  forgetAll: () => void;
  /** Forgets what was said in a session; in the current one without an id. */
  clearMessages: (sessionId?: string) => void;
  /**
   * Says something in the current session, or in a new one where there is none: it is shown at once, and sent when there is
   * a connection. Gives back the message's id.
   *
   * @param details Further members of its payload.
   * @throws Error where no client is bound to the store.
   */
  sendMessage: (text: string, details?: Record<string, unknown>) => string;
  /** Sends a message of the user's again, under its id; or the one whose answer failed, by the answer's id. */
  retryMessage: (id: string) => void;
  /** Tells the other side whether the user types, where the system has words for it and there is a connection. */
  setTyping: (isTyping: boolean) => void;
  /** The user's word on what a workflow asked. */
  approveWorkflow: (id: string, approved: boolean, message?: string) => void;
  /** Stops a workflow, where its system knows how. */
  cancelWorkflow: (id: string, reason?: string) => void;
  /** Changes the chats as a message of the server does, at once. */
  apply: (change: ChatChange) => void;
}

/** The actions of one store. */
export function chatActions(engine: ChatEngine): ChatActions {
  const link = (): ChatLink => {
    if (engine.link) return engine.link;
    throw new Error('chatwire: no client is bound to this store: call bindChatStore(client, store) first');
  };

  const createSession = (title?: string): string => addOwnSession(engine, title).id;

  const sendMessage = (text: string, details?: Record<string, unknown>): string => {
    link();
    const { sessionId, message } = addOwnMessage(engine, text, details);
    link().send(sessionId, message);
    return message.id;
  };

  const retryMessage = (id: string): void => {
    link();
    const session = sessionWithMessage(engine.state, id);
    const asked = messageById(session, id);
    const question = asked?.role === 'user' ? asked : messageById(session, asked?.replyTo);
    if (!session || !question || question.status === 'queued') return;
    engine.remember(question.id);
    const again: ChatMessage = { ...withoutError(question), status: 'queued' };
    engine.change((state) =>
      changeSession(state, session.id, (each) =>
        changeMessage(withoutFailedAnswers(each, question.id), question.id, () => again),
      ),
    );
    link().send(session.id, again);
  };

  return {
    createSession,
    sendMessage,
    retryMessage,
    selectSession: (id) =>
      engine.change((state) => {
        const session = sessionById(state, engine.idOf(id));
        if (!session) return state;
        const read = changeSession(state, session.id, (each) =>
          each.unread === 0 ? each : { ...each, unread: 0 },
        );
        return read.currentSessionId === session.id ? read : { ...read, currentSessionId: session.id };
      }),
    renameSession: (id, title) =>
      engine.change((state) =>
        changeSession(state, engine.idOf(id), (each) => (each.title === title ? each : { ...each, title })),
      ),
    deleteSession: (id) => {
      const deleted = sessionById(engine.state, engine.idOf(id));
      if (!deleted) return;
      engine.forget([deleted.id, ...underWayIn(deleted)]);
      engine.change((state) => {
        const sessions = state.sessions.filter((each) => each.id !== deleted.id);
        const isShown = state.currentSessionId === deleted.id;
        return {
          ...state,
          sessions,
          currentSessionId: isShown ? (sessions.at(-1)?.id ?? null) : state.currentSessionId,
        };
      });
    },
    forgetAll: () => {
      engine.forget(engine.state.sessions.flatMap((each) => [each.id, ...underWayIn(each)]));
      engine.change((state) => ({ ...state, sessions: [], currentSessionId: null }));
    },
    clearMessages: (sessionId) => {
      const { state } = engine;
      const cleared = sessionById(
        state,
        sessionId === undefined ? state.currentSessionId : engine.idOf(sessionId),
      );
      if (!cleared) return;
      engine.forget(underWayIn(cleared));
      engine.change((before) =>
        changeSession(before, cleared.id, (each) => ({ ...each, messages: [], workflows: [], unread: 0 })),
      );
    },
    setTyping: (isTyping) => engine.link?.setTyping(isTyping),
    approveWorkflow: (id, approved, message = '') => {
      link();
      engine.changeWorkflow(id, (workflow) => withPending(workflow, approved ? 'approve' : 'deny'));
      link().approve(id, approved, message);
    },
    cancelWorkflow: (id, reason = '') => {
      link();
      engine.changeWorkflow(id, (workflow) => withPending(workflow, 'cancel'));
      link().cancel(id, reason);
    },
    apply: (change) => {
      engine.receive(change);
      engine.flush();
    },
  };
}

/** A new answer will come in their place. */
function withoutFailedAnswers(session: ChatSession, replyTo: string): ChatSession {
  const messages = session.messages.filter((each) => each.replyTo !== replyTo || each.status !== 'failed');
  return messages.length === session.messages.length ? session : { ...session, messages };
}

/** Ids by which something may still come. */
function underWayIn({ messages, workflows }: ChatSession): string[] {
  const open = messages.filter(({ status }) => status !== 'done' && status !== 'answered');
  return [...open.map(({ id }) => id), ...workflows.filter(isRunning).map(({ id }) => id)];
}
