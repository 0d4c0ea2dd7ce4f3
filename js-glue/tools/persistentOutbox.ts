import { check } from '../client/check.ts';
import type { ChatClient } from '../client/client.ts';
import type { Unsubscribe } from '../client/emitter.ts';
import { toFrame } from '../client/encode.ts';
import { ChatwireError, type ChatwireErrorCode } from '../client/errors.ts';
import type { Receipt } from '../client/receipts.ts';
import type { SendOptions } from '../client/sendOptions.ts';
import { uuid } from '../client/uuid.ts';
import { Writing } from '../client/writing.ts';
import { threw, toConsole } from './callbacks.ts';
import {
  MessageShelf,
  type Locks,
  type ShelvedMessage,
  type TextCodec,
  type TextStorage,
} from './messageShelf.ts';

/** Where messages are kept, how many, and for how long. */
export interface PersistentOutboxOptions {
  /**
   * Under which key, and keys that begin with it. What is kept is sent by whoever opens it: another user wants another one
   * (S16).
   */
  key: string;
  /** Default: `localStorage`, where there is one. */
  storage?: TextStorage | undefined;
  /** Encrypts what is written. Default: it is written as it is. */
  codec?: TextCodec | undefined;
  /** Keeps pages apart that share the storage. Default: `navigator.locks`; where there are none, one page alone may use it. */
  locks?: Locks | undefined;
  /** A message that waited for longer, in milliseconds, is not sent any more. Default 7 days. */
  maxAge?: number | undefined;
  /** So many are kept at most. Further ones wait in memory only. Default 1000. */
  maxCount?: number | undefined;
  /** Hears of a message that was kept too long: here it is back. Default: the console is told, without its contents. */
  onExpired?: ((message: object) => void) | undefined;
  /** Hears what is wrong with the storage; messages wait in memory only where it does not get better. Default: the console. */
  onError?: ((error: Error) => void) | undefined;
}

const known = [
  'key',
  'storage',
  'codec',
  'locks',
  'maxAge',
  'maxCount',
  'onExpired',
  'onError',
] satisfies (keyof PersistentOutboxOptions)[];
const WEEK = 7 * 24 * 3600 * 1000;

/** After these nobody wants the message any more, or it would fail again. After any other it waits for the next link. */
const final: readonly ChatwireErrorCode[] = [
  'CANCELLED',
  'DISCONNECTED',
  'EXPIRED',
  'INVALID_MESSAGE',
  'MESSAGE_TOO_BIG',
  'OUTBOX_OVERFLOW',
];

/** A message that has not been sent, and what became of it last. */
interface Waiting {
  readonly message: ShelvedMessage;
  readonly options: SendOptions;
  receipt: Receipt | undefined;
}

/**
 * Messages that survive a reload, a crash of the page, and a client that gave up: each is kept in a storage until an open
 * socket took it, and sent again by the next page that opens the outbox, in order (S3.100). While the link is usable nothing
 * is written. Made by {@link openPersistentOutbox}.
 *
 * A page that dies between the sending and the forgetting sends again: at least once, with the same id where the system has
 * ids.
 */
export class PersistentOutbox {
  readonly #client: ChatClient;
  readonly #writing: Writing;
  readonly #shelf: MessageShelf;
  readonly #waiting = new Map<string, Waiting>();
  readonly #maxAge: number;
  readonly #maxCount: number;
  readonly #onExpired: (message: object) => void;
  readonly #onError: (error: Error) => void;
  readonly #stopListening: Unsubscribe;
  #isSaving = false;
  #isFull = false;

  /** @internal */
  constructor(client: ChatClient, options: PersistentOutboxOptions) {
    check.keys('openPersistentOutbox', options, known);
    const { codec, onExpired = tellExpired, onError = toConsole } = options;
    const key = check.name('key', options.key);
    check.function('onExpired', onExpired);
    check.function('onError', onError);
    this.#client = client;
    this.#writing = new Writing(client.profile);
    this.#maxAge = check.number('maxAge', options.maxAge, WEEK, { min: 0, max: Infinity });
    this.#maxCount = check.number('maxCount', options.maxCount, 1000, { min: 1, max: Infinity });
    this.#onExpired = onExpired;
    this.#onError = onError;
    this.#shelf = new MessageShelf({
      key,
      codec,
      storage: options.storage ?? platformStorage(),
      locks: options.locks ?? (globalThis.navigator as { locks?: Locks } | undefined)?.locks,
      adopt: (messages) => this.#adopt(messages),
      report: (error) => this.#call(onError, error instanceof Error ? error : new Error(String(error))),
    });
    this.#stopListening = client.on('open', () => this.#sendAgain());
  }

  /** @internal */
  async open(): Promise<this> {
    await this.#shelf.open();
    return this;
  }

  /** How many messages wait. */
  get size(): number {
    return this.#waiting.size;
  }

  /** False: the storage is full, forbidden or broken, and messages wait in memory only. */
  get isPersistent(): boolean {
    return this.#shelf.isKeeping;
  }

  /** As `client.send()`; kept as long as the receipt is `queued`, or was dropped for a reason that another link may mend. */
  send(type: string, payload?: unknown, options?: SendOptions): Receipt;
  /** The same for a whole frame, which JSON must be able to say. */
  send(frame: object, options?: SendOptions): Receipt;
  send(first: string | object, second?: unknown, third?: SendOptions): Receipt {
    const options = (typeof first === 'string' ? third : (second as SendOptions | undefined)) ?? {};
    const message: ShelvedMessage = {
      id: uuid(),
      at: Date.now(),
      text: typeof first === 'string' ? this.#textOf(first, second) : toFrame(this.#writing.stamped(first)),
      priority: options.priority ?? 'normal',
      ttl: options.ttl ?? null,
    };
    const waiting: Waiting = { message, options, receipt: undefined };
    const receipt = this.#send(waiting);
    if (receipt.status === 'sent') return receipt;
    this.#waiting.set(message.id, waiting);
    this.#save();
    return receipt;
  }

  /** Forgets all that is kept here, as for a user who logs out. What waits in the client waits on, in memory only. */
  clear(): void {
    this.#waiting.clear();
    this.#save();
  }

  /** Leaves what is kept to the next page. Call it before the client is destroyed: what that drops then stays kept. */
  async close(): Promise<void> {
    this.#stopListening();
    await this.#shelf.close();
  }

  #textOf(type: string, payload: unknown): string {
    return this.#writing.message(this.#writing.type('type', type), payload);
  }

  #send(waiting: Waiting, options = waiting.options): Receipt {
    const receipt = this.#client.send(JSON.parse(waiting.message.text) as object, options);
    waiting.receipt = receipt;
    receipt.delivered.then(
      () => this.#forget(waiting),
      (error: unknown) => {
        if (final.includes((error as ChatwireError).code)) this.#forget(waiting);
      },
    );
    return receipt;
  }

  #forget({ message }: Waiting): void {
    if (!this.#waiting.delete(message.id) || this.#isSaving) return;
    this.#isSaving = true;
    // Once for all that left together.
    queueMicrotask(() => this.#save());
  }

  /** What another page left, or this one before it was loaded anew. */
  #adopt(messages: ShelvedMessage[]): void {
    for (const message of messages) {
      if (this.#waiting.has(message.id)) continue;
      const waiting: Waiting = { message, options: { priority: message.priority }, receipt: undefined };
      this.#waiting.set(message.id, waiting);
      this.#sendInTime(waiting);
    }
    this.#save();
  }

  /** There is a new link, for what the last ones could not take. */
  #sendAgain(): void {
    for (const waiting of this.#waiting.values()) {
      if (waiting.receipt?.status === 'dropped') this.#sendInTime(waiting);
    }
  }

  #sendInTime(waiting: Waiting): void {
    const { at, ttl, text } = waiting.message;
    // A clock that was set back makes nothing younger than new.
    const age = Math.max(0, Date.now() - at);
    if (age < Math.min(this.#maxAge, ttl ?? Infinity)) {
      this.#send(waiting, ttl === null ? waiting.options : { ...waiting.options, ttl: ttl - age });
      return;
    }
    this.#forget(waiting);
    this.#call(this.#onExpired, JSON.parse(text) as object);
  }

  #save(): void {
    this.#isSaving = false;
    const messages = [...this.#waiting.values()].map(({ message }) => message);
    this.#shelf.save(messages.slice(0, this.#maxCount));
    const isFull = messages.length > this.#maxCount;
    if (isFull && !this.#isFull)
      this.#call(
        this.#onError,
        new Error(`chatwire: the outbox keeps ${this.#maxCount} messages, and no more`),
      );
    this.#isFull = isFull;
  }

  /** Calls a function of the application, which may throw. */
  #call<Value>(listener: (value: Value) => void, value: Value): void {
    try {
      listener(value);
    } catch (cause) {
      toConsole(threw('A listener of the persistent outbox', cause));
    }
  }
}

/**
 * Opens an outbox whose messages survive a reload. What an earlier page left is sent at once, before anything new.
 *
 * @param client What it sends with; it need not be connected.
 * @throws TypeError that names the option which is wrong. It is the promise that rejects.
 */
export async function openPersistentOutbox(
  client: ChatClient,
  options: PersistentOutboxOptions,
): Promise<PersistentOutbox> {
  return new PersistentOutbox(client, options).open();
}

function platformStorage(): TextStorage {
  let storage: TextStorage | undefined;
  try {
    storage = (globalThis as { localStorage?: TextStorage }).localStorage;
  } catch (error) {
    return forbidden(error);
  }
  if (storage) return storage;
  throw new TypeError(
    'chatwire: there is no localStorage here. Pass the option storage: an object with getItem, setItem and removeItem',
  );
}

/** Of a page that may not store anything (F48). */
function forbidden(error: unknown): TextStorage {
  const refuse = () => {
    throw error;
  };
  return { getItem: refuse, setItem: refuse, removeItem: refuse };
}

function tellExpired(): void {
  toConsole(
    new ChatwireError('EXPIRED', {
      detail: 'A message that was kept in the storage has not been sent in its time',
      remedy: 'Raise maxAge, or handle it with onExpired',
    }),
  );
}
