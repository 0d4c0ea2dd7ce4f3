import type { ChatMessage, ChatSession } from 'chatwire/stores';
import type { ChangeListener } from '../../../adapters/changeListener.ts';
import { isStreamedChange } from '../../../stores/streamedChange.ts';
import { currentSession, type ChatInterfaceStore } from './view.ts';

/** Finds what has been finished in the conversation that is shown. What was there when it was opened is no news. */
export class Announcements {
  readonly #store: ChatInterfaceStore;
  #session: ChatSession | undefined;
  #finished: ReadonlySet<string> = new Set();
  #message: ChatMessage | undefined;

  constructor(store: ChatInterfaceStore) {
    this.#store = store;
  }

  readonly subscribe = (listener: ChangeListener): (() => void) => {
    this.#session = currentSession(this.#store.getState());
    this.#finished = finishedIn(this.#session);
    return this.#store.subscribe(() => {
      const message = this.#next(currentSession(this.#store.getState()));
      if (!message) return;
      this.#message = message;
      listener(isStreamedChange(this.#store));
    });
  };

  /** The last one; nothing before the first. */
  readonly getMessage = (): ChatMessage | undefined => this.#message;

  /** The last message that is finished now and was not before. */
  #next(session: ChatSession | undefined): ChatMessage | undefined {
    const before = this.#session;
    this.#session = session;
    if (session?.messages === before?.messages) return undefined;
    const finished = finishedIn(session);
    const known = this.#finished;
    this.#finished = finished;
    if (!isSameConversation(before, session)) return undefined;
    return session?.messages.filter((message) => isFinished(message) && !known.has(message.id)).at(-1);
  }
}

function finishedIn(session: ChatSession | undefined): ReadonlySet<string> {
  return new Set(session?.messages.filter(isFinished).map(({ id }) => id));
}

function isFinished({ role, status, workflowId }: ChatMessage): boolean {
  // A workflow tells its states itself; and users know what they wrote.
  return status === 'failed' || (status === 'done' && role !== 'user' && workflowId === undefined);
}

/** A session that was begun here gets another id from the server. One that was empty has become this one. */
function isSameConversation(before: ChatSession | undefined, after: ChatSession | undefined): boolean {
  const first = before?.messages[0]?.id;
  return before?.id === after?.id || first === undefined || first === after?.messages[0]?.id;
}
