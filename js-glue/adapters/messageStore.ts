import type { ChatClient, Message, Unsubscribe } from 'chatwire';
import type { ChangeListener } from './changeListener.ts';
import { FrameScheduler } from './frameScheduler.ts';

const none: readonly Message[] = Object.freeze([]);

/** What a {@link MessageStore} keeps. */
export interface MessageStoreOptions {
  /** A message type, or `*`. */
  type: string;
  /** The newest so many. */
  limit: number;
}

/**
 * The newest messages of a type, for a component: a list that changes at most once per animation frame, however many come.
 *
 * While it is held it misses none. What came before, and while nobody held it, it takes out of the client's history as far as
 * that goes back; no message is in it twice.
 */
export class MessageStore {
  readonly #client: ChatClient;
  readonly #type: string;
  readonly #limit: number;
  readonly #listeners = new Set<ChangeListener>();
  readonly #frames = new FrameScheduler(() => this.#show());
  #shown = none;
  #arrived: Message[] = [];
  #lastSequence = 0;
  #stop: Unsubscribe | undefined;

  constructor(client: ChatClient, { type, limit }: MessageStoreOptions) {
    this.#client = client;
    this.#type = type;
    this.#limit = limit;
  }

  /** The same list until it changed. */
  readonly getMessages = (): readonly Message[] => this.#shown;

  /** Calls `listener` whenever the list has changed. The store lives as long as somebody listens. */
  readonly subscribe = (listener: ChangeListener): Unsubscribe => {
    const entry: ChangeListener = (isStreamed) => listener(isStreamed);
    this.#listeners.add(entry);
    if (this.#listeners.size === 1) this.#start();
    return () => {
      if (this.#listeners.delete(entry) && this.#listeners.size === 0) this.#end();
    };
  };

  /** Forgets what came so far. */
  readonly clear = (): void => {
    this.#arrived = [];
    this.#frames.cancel();
    if (this.#shown.length === 0) return;
    this.#shown = none;
    this.#tell(false);
  };

  #start(): void {
    this.#stop = this.#client.subscribe(this.#type, (message: Message) => this.#take(message));
    const type = this.#type === '*' ? undefined : this.#type;
    const query = { type, after: this.#lastSequence, limit: this.#limit };
    for (const message of this.#client.history(query)) this.#take(message);
    // StrictMode lets go and holds again at once: what came in between was not shown yet.
    if (this.#arrived.length > 0) this.#frames.request();
  }

  #end(): void {
    this.#stop?.();
    // They are shown when somebody listens again.
    this.#frames.cancel();
  }

  #take(message: Message): void {
    const { sequence } = message;
    // Out of history already: it was on its way when that was asked.
    if (sequence > 0 && sequence <= this.#lastSequence) return;
    this.#lastSequence = Math.max(this.#lastSequence, sequence);
    this.#arrived.push(message);
    // A page that is hidden gets few frames: what nobody will see need not be kept.
    if (this.#arrived.length > 2 * this.#limit) this.#arrived = this.#arrived.slice(-this.#limit);
    this.#frames.request();
  }

  #show(): void {
    const messages = this.#shown.concat(this.#arrived.splice(0));
    this.#shown = Object.freeze(messages.slice(Math.max(0, messages.length - this.#limit)));
    this.#tell(true);
  }

  #tell(isStreamed: boolean): void {
    for (const listener of [...this.#listeners]) listener(isStreamed);
  }
}
