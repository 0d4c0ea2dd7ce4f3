import type { WorkflowEvent } from './chatChange.ts';
import type { ChatMessage, ChatSession, ChatState, Workflow } from './chatState.ts';
import { failedMessage } from './chatReducer.ts';
import { unansweredIn } from './sessions.ts';
import { fields } from './fields.ts';
import { afterEvent } from './workflows.ts';

/** What is needed of a storage: `localStorage` and `sessionStorage` have it. */
export interface StorageLike {
  /** What is kept under a key. */
  getItem(key: string): string | null;
  /** Keeps it; may throw where there is no room. */
  setItem(key: string, value: string): void;
  /** Forgets it. */
  removeItem(key: string): void;
}

/** How chats outlive the page. What users say ends up in the storage as it is: choose where it may. */
export interface PersistOptions {
  /** Under which key. Another user wants another one. */
  key: string;
  /** Default: `localStorage`, where there is one. */
  storage?: StorageLike | undefined;
  /** How long changes are collected before they are written, in milliseconds; a page that is left writes at once. Default 1000. */
  delay?: number | undefined;
  /** How many messages of a session are kept; the newest. Default 100. */
  maxMessages?: number | undefined;
  /** Hears once that the storage is full, forbidden or broken; chats are in memory only from then on. Default: nobody does. */
  onError?: ((error: unknown) => void) | undefined;
}

/** What is written; another shape gets another number, and what has another number is left unread. */
interface Saved {
  readonly version: 1;
  readonly sessions: readonly ChatSession[];
  readonly currentSessionId: string | null;
}

interface Page {
  addEventListener?(type: string, listener: () => void): void;
  removeEventListener?(type: string, listener: () => void): void;
}

/** Keeps chats in a storage. It never throws: where the storage does, it reports that once and lets it be. */
export class Persistence {
  readonly #key: string;
  readonly #delay: number;
  readonly #maxMessages: number;
  #onError: PersistOptions['onError'];
  #storage: StorageLike | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #getState: (() => ChatState) | undefined;

  constructor({ key, storage, delay = 1000, maxMessages = 100, onError }: PersistOptions) {
    this.#key = key;
    this.#delay = delay;
    this.#maxMessages = maxMessages;
    this.#onError = onError;
    this.#try(() => {
      this.#storage = storage ?? (globalThis as { localStorage?: StorageLike }).localStorage;
    });
  }

  /**
   * The chats as they were left; nothing where there are none that can be read. What was under way then has failed: nobody
   * knows what came of it, and the server's word revives it.
   *
   * @param text What is written into such messages.
   */
  load(text: string): Pick<ChatState, 'sessions' | 'currentSessionId'> | undefined {
    const saved = this.#try(() => this.#storage?.getItem(this.#key)) ?? 'null';
    try {
      return stateFrom(JSON.parse(saved), text);
    } catch (error) {
      // What is written next is better.
      this.#report(error);
      return undefined;
    }
  }

  /** Something changed: it is written soon, together with what changes until then. */
  save(getState: () => ChatState): void {
    if (!this.#storage) return;
    this.#getState = getState;
    if (this.#timer !== undefined) return;
    this.#timer = setTimeout(this.#write, this.#delay);
    (globalThis as Page).addEventListener?.('pagehide', this.#write);
  }

  readonly #write = (): void => {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    (globalThis as Page).removeEventListener?.('pagehide', this.#write);
    const state = this.#getState?.();
    if (!state) return;
    this.#try(() => {
      const sessions = state.sessions.map((session) => ({
        ...session,
        messages: session.messages.slice(-this.#maxMessages),
        isTyping: false,
      }));
      const saved: Saved = { version: 1, sessions, currentSessionId: state.currentSessionId };
      if (sessions.length > 0) this.#storage?.setItem(this.#key, JSON.stringify(saved));
      else this.#storage?.removeItem(this.#key);
    });
  };

  #try<Result>(action: () => Result): Result | undefined {
    try {
      return action();
    } catch (error) {
      this.#storage = undefined;
      this.#report(error);
      return undefined;
    }
  }

  #report(error: unknown): void {
    const onError = this.#onError;
    this.#onError = undefined;
    try {
      onError?.(error);
    } catch (cause) {
      console.error('chatwire: onError of a chat store threw', cause);
    }
  }
}

/** A state that somebody wrote, as far as it is one. */
function stateFrom(
  value: unknown,
  text: string,
): Pick<ChatState, 'sessions' | 'currentSessionId'> | undefined {
  const saved = fields.of(value);
  if (saved['version'] !== 1) return undefined;
  const sessions = fields.list(saved, 'sessions').flatMap((each) => sessionFrom(each, text));
  const current = sessions.find(({ id }) => id === saved['currentSessionId']) ?? sessions.at(-1);
  return { sessions, currentSessionId: current?.id ?? null };
}

/** A session that somebody wrote: as it is if it is one, else left out. */
function sessionFrom(value: unknown, text: string): ChatSession[] {
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
  const unanswered = new Set(unansweredIn(session));
  const messages = session.messages.map((message) =>
    unanswered.has(message) || message.status === 'streaming' ? failedMessage(message, text) : message,
  );
  const workflows = session.workflows.map(({ pending: _, ...workflow }) => afterEvent(workflow, left(text)));
  return [{ ...session, messages, workflows }];
}

function left(summary: string): WorkflowEvent {
  return { type: 'ended', status: 'lost', summary };
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
