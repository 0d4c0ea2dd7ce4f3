import { failedMessage } from './chatReducer.ts';
import type { ChatMessage, ChatSession, ChatState, Workflow } from './chatState.ts';
import { fields } from './fields.ts';
import { unansweredIn } from './sessions.ts';
import { afterEvent } from './workflows.ts';

/** What is kept of a store. */
export type Chats = Pick<ChatState, 'sessions' | 'currentSessionId'>;

/** What is written; another shape gets another number, and what has another number is left unread. */
interface Saved extends Chats {
  readonly version: 1;
}

/** The text of chats. Of each session its newest messages. */
export function textOf({ sessions, currentSessionId }: Chats, maxMessages: number): string {
  const shortened = sessions.map((session) => ({
    ...session,
    messages: session.messages.slice(-maxMessages),
    isTyping: false,
  }));
  return JSON.stringify({ version: 1, sessions: shortened, currentSessionId } satisfies Saved);
}

/**
 * The chats of a text that somebody wrote, as far as they are some; none where it is another thing.
 *
 * @throws SyntaxError Where it is no JSON.
 */
export function chatsOf(text: string): Chats {
  const saved = fields.of(JSON.parse(text));
  if (saved['version'] !== 1) return { sessions: [], currentSessionId: null };
  const sessions = fields.list(saved, 'sessions').flatMap(sessionFrom);
  const current = sessions.find(({ id }) => id === saved['currentSessionId']) ?? sessions.at(-1);
  return { sessions, currentSessionId: current?.id ?? null };
}

/**
 * The chats of a page that is gone. What was under way then has failed: nobody knows what came of it, and the server's word
 * revives it.
 *
 * @param text What is written into such messages.
 */
export function asLeft({ sessions, currentSessionId }: Chats, text: string): Chats {
  return { sessions: sessions.map((session) => sessionAsLeft(session, text)), currentSessionId };
}

function sessionAsLeft(session: ChatSession, text: string): ChatSession {
  const unanswered = new Set(unansweredIn(session));
  const messages = session.messages.map((message) =>
    unanswered.has(message) || message.status === 'streaming' ? failedMessage(message, text) : message,
  );
  const workflows = session.workflows.map(({ pending: _, ...workflow }) =>
    afterEvent(workflow, { type: 'ended', status: 'lost', summary: text }),
  );
  return { ...session, messages, workflows };
}

/** A session that somebody wrote: as it is if it is one, else left out. */
function sessionFrom(value: unknown): ChatSession[] {
  const saved = fields.of(value);
  const id = fields.text(saved, 'id');
  if (id === undefined) return [];
  const session: ChatSession = {
    id,
    title: fields.text(saved, 'title') ?? '',
    messages: fields.list(saved, 'messages').filter(isMessage),
    workflows: fields.list(saved, 'workflows').filter(isWorkflow),
    isTyping: false,
    unread: fields.number(saved, 'unread') ?? 0,
    ...(saved['isLocal'] === true && { isLocal: true }),
  };
  return [session];
}

function isMessage(value: unknown): value is ChatMessage {
  const message = fields.of(value);
  const texts = ['id', 'role', 'text', 'timestamp', 'status'];
  return texts.every((name) => typeof message[name] === 'string');
}

function isWorkflow(value: unknown): value is Workflow {
  const workflow = fields.of(value);
  const texts = ['id', 'goal', 'thought', 'status', 'summary'];
  return texts.every((name) => typeof workflow[name] === 'string') && Array.isArray(workflow['steps']);
}
