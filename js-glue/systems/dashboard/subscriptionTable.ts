import type { MessageHandler, Unsubscribe } from 'chatwire';

/** Of whatever messages: their types are the subscriber's business. */
type Handler = (message: never) => void;

/** Whose messages they are. */
interface Source {
  subscribe(type: string, handler: MessageHandler): Unsubscribe;
}

interface Entry {
  readonly type: string;
  readonly handler: MessageHandler;
  stop: Unsubscribe | undefined;
}

/** Who wants which messages, while clients come and go. */
export class SubscriptionTable {
  readonly #entries = new Set<Entry>();
  #source: Source | undefined;

  get size(): number {
    return this.#entries.size;
  }

  /** From now on the messages are those of `source`; without one there are none. */
  attach(source: Source | undefined): void {
    this.#source = source;
    for (const entry of this.#entries) {
      entry.stop?.();
      entry.stop = source?.subscribe(entry.type, entry.handler);
    }
  }

  add(type: string, handler: Handler): Unsubscribe {
    const entry: Entry = { type, handler: handler as MessageHandler, stop: undefined };
    entry.stop = this.#source?.subscribe(type, entry.handler);
    this.#entries.add(entry);
    return () => {
      this.#entries.delete(entry);
      entry.stop?.();
      entry.stop = undefined;
    };
  }
}
