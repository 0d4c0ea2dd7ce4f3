import type { TextCodec } from 'chatwire';
import { mergeSessions } from './mergeSessions.ts';
import { asLeft, chatsOf, textOf, type Chats } from './savedChats.ts';

/** What is needed of a storage: `localStorage` and `sessionStorage` have it. */
export interface StorageLike {
  /** What is kept under a key. */
  getItem(key: string): string | null;
  /** Keeps it; may throw where there is no room. */
  setItem(key: string, value: string): void;
  /** Forgets it. */
  removeItem(key: string): void;
}

/** How chats outlive the page. What users say ends up in the storage as it is, unless `codec` sees to that: choose where it may. */
export interface PersistOptions {
  /** Under which key. */
  key: string;
  /** Whose chats these are: part of the key, so that no user of a browser gets those of another (S16). Default: nobody's. */
  user?: string | undefined;
  /** Default: `localStorage`, where there is one. */
  storage?: StorageLike | undefined;
  /** Default: none, the text is JSON. With one that gives promises the store is empty for a moment, and a page that is left may lose what it did last. */
  codec?: TextCodec | undefined;
  /** How long changes are collected before they are written, in milliseconds; a page that is left writes at once. Default 1000. */
  delay?: number | undefined;
  /** How many messages of a session are kept; the newest. Default 100. */
  maxMessages?: number | undefined;
  /** Hears once that the storage is full, forbidden, broken, or holds what cannot be read; but for the last, chats are in memory only from then on. Default: nobody does. */
  onError?: ((error: unknown) => void) | undefined;
}

interface Page {
  addEventListener?(type: string, listener: () => void): void;
  removeEventListener?(type: string, listener: () => void): void;
}

/** The store, as far as it is kept. */
interface Kept {
  getState(): Chats;
  setState(chats: Chats): void;
}

const asItIs: TextCodec = { encode: (text) => text, decode: (text) => text };
const none: Chats = { sessions: [], currentSessionId: null };

/**
 * Keeps the chats of a store in a storage, beside other pages that may do so under the same key: before it writes, it takes
 * over what they have written. It never throws: where the storage does, it reports that once and lets it be.
 */
export class Persistence {
  readonly #key: string;
  readonly #store: Kept;
  readonly #codec: TextCodec;
  readonly #delay: number;
  readonly #maxMessages: number;
  #onError: PersistOptions['onError'];
  #storage: StorageLike | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** What this page has read or written last: as it stands in the storage, as text, and as chats of this page. */
  #known: { row: string | null; text: string; sessions: Chats['sessions'] } = {
    row: null,
    text: '',
    ...none,
  };
  /** Counts what makes work that is under way void. */
  #generation = 0;
  #isBusy = false;
  #isDue = false;

  constructor(store: Kept, { key, user, storage, codec, delay, maxMessages, onError }: PersistOptions) {
    this.#store = store;
    this.#key = user === undefined ? key : `${key}/${user}`;
    this.#codec = codec ?? asItIs;
    this.#delay = delay ?? 1000;
    this.#maxMessages = maxMessages ?? 100;
    this.#onError = onError;
    try {
      this.#storage = storage ?? (globalThis as { localStorage?: StorageLike }).localStorage;
    } catch (error) {
      this.#giveUp(error);
    }
  }

  /**
   * Puts the chats as they were left into the store, before those that it has.
   *
   * @param text What is written into messages that were under way.
   */
  load(text: string): void {
    this.#work(() =>
      then(this.#read(), (found) => {
        if (!found) return;
        const { sessions, currentSessionId } = asLeft(found.chats, text);
        const now = this.#store.getState();
        this.#know(found.row, sessions);
        this.#store.setState({
          sessions: [...sessions, ...now.sessions],
          currentSessionId: now.currentSessionId ?? currentSessionId,
        });
      }),
    );
  }

  /** Something changed: it is written soon, together with what changes until then. */
  save(): void {
    if (!this.#storage || this.#timer !== undefined) return;
    this.#timer = setTimeout(this.#write, this.#delay);
    (globalThis as Page).addEventListener?.('pagehide', this.#write);
  }

  /** Nothing of the chats is kept any more, from now on until they change again. */
  forget(): void {
    this.#generation++;
    this.#stopWaiting();
    this.#isDue = false;
    this.#know(null, []);
    try {
      this.#storage?.removeItem(this.#key);
    } catch (error) {
      this.#giveUp(error);
    }
  }

  readonly #write = (): void => {
    this.#stopWaiting();
    if (this.#isBusy) this.#isDue = true;
    else this.#work(() => then(this.#takeOver(), () => this.#put()));
  };

  #stopWaiting(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    (globalThis as Page).removeEventListener?.('pagehide', this.#write);
  }

  /** What another page has written since. One that has removed all has logged out, or deleted it. */
  #takeOver(): void | Promise<void> {
    return then(this.#read(), (found) => {
      if (!found) return;
      const { sessions: own, currentSessionId } = this.#store.getState();
      const sessions = mergeSessions(this.#known.sessions, own, found.chats.sessions);
      const current = sessions.find(({ id }) => id === currentSessionId) ?? sessions.at(-1);
      this.#know(found.row, sessions);
      this.#store.setState({ sessions, currentSessionId: current?.id ?? null });
    });
  }

  /** What stands in the storage, unless this page knows it; nothing readable is no chats. */
  #read():
    | { row: string | null; chats: Chats }
    | undefined
    | Promise<{ row: string | null; chats: Chats } | undefined> {
    const row = this.#storage?.getItem(this.#key) ?? null;
    if (row === this.#known.row) return undefined;
    if (row === null) return { row, chats: none };
    const generation = this.#generation;
    const unreadable = (error: unknown): undefined => {
      // What is written next is better.
      this.#know(row, this.#known.sessions);
      this.#report(error);
    };
    try {
      const read = then(this.#codec.decode(row), (text) =>
        generation === this.#generation ? { row, chats: chatsOf(text) } : undefined,
      );
      return read instanceof Promise ? read.catch(unreadable) : read;
    } catch (error) {
      return unreadable(error);
    }
  }

  #put(): void | Promise<void> {
    const chats = this.#store.getState();
    const text = chats.sessions.length > 0 ? textOf(chats, this.#maxMessages) : '';
    if (text === this.#known.text) return;
    const put = (row: string | null): void => {
      if (row === null) this.#storage?.removeItem(this.#key);
      else this.#storage?.setItem(this.#key, row);
      this.#know(row, chats.sessions, text);
    };
    if (!text) return put(null);
    const generation = this.#generation;
    return then(this.#codec.encode(text), (row) => {
      if (generation === this.#generation) put(row);
    });
  }

  #know(row: string | null, sessions: Chats['sessions'], text = ''): void {
    this.#known = { row, text, sessions };
  }

  /** One thing at a time; at once, unless the codec takes its time. */
  #work(action: () => void | Promise<void>): void {
    if (!this.#storage) return;
    this.#isBusy = true;
    try {
      const working = action();
      if (working instanceof Promise) void working.catch(this.#giveUp).then(this.#rest);
      else this.#rest();
    } catch (error) {
      this.#giveUp(error);
    }
  }

  readonly #rest = (): void => {
    this.#isBusy = false;
    if (!this.#isDue) return;
    this.#isDue = false;
    this.#write();
  };

  readonly #giveUp = (error: unknown): void => {
    this.#storage = undefined;
    this.#report(error);
  };

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

/** At once where the value is there: a page that is left has no time for promises. */
function then<Value, Result>(
  value: Value | Promise<Value>,
  next: (value: Value) => Result | Promise<Result>,
): Result | Promise<Result> {
  return value instanceof Promise ? value.then(next) : next(value);
}
