/** What is needed of a storage: `localStorage` has it, and so has React Native's AsyncStorage. */
export interface TextStorage {
  /** What was stored under the key; null: nothing. */
  getItem(key: string): string | null | Promise<string | null>;
  /** May throw or reject where there is no room. A promise of it is waited for. */
  setItem(key: string, value: string): unknown;
  /** Does nothing where there is nothing. */
  removeItem(key: string): unknown;
}

/** How texts are written into a storage and read from it, such as encrypted. */
export interface TextCodec {
  /** What is stored for a text. */
  encode(text: string): string | Promise<string>;
  /** What it throws on, or rejects, is dropped. */
  decode(text: string): string | Promise<string>;
}

/** What is needed of `navigator.locks`. */
export interface Locks {
  /** Calls `callback` with the lock, which is held until its promise settles; with null where it is taken, and `ifAvailable`. */
  request<Result>(
    name: string,
    options: { ifAvailable?: boolean },
    callback: (lock: unknown) => Promise<Result>,
  ): Promise<Result>;
}

/** A message that waits to be sent. */
export interface ShelvedMessage {
  /** Unique among all that were ever kept. */
  readonly id: string;
  /** When it was sent first, in milliseconds since 1970. */
  readonly at: number;
  /** The frame, as JSON. */
  readonly text: string;
  readonly priority: 'high' | 'normal' | 'low';
  /** How long it may wait from then on, in milliseconds. Null: for as long as it takes. */
  readonly ttl: number | null;
}

export interface ShelfContext {
  /** Places are named by it and a number. */
  readonly key: string;
  readonly storage: TextStorage;
  readonly codec: TextCodec | undefined;
  /** Undefined: nobody else uses the storage. */
  readonly locks: Locks | undefined;
  /** Gets what a page left that is gone, in its order, and saves it. */
  readonly adopt: (messages: ShelvedMessage[]) => void;
  /** Hears of what the storage, the codec or a lock threw. */
  readonly report: (error: unknown) => void;
}

/** So many pages share a storage; the next one keeps nothing. */
const PLACES = 16;

/**
 * A place in a storage for the messages of one page. Pages that share the storage have a place each, and a lock on it that
 * ends with the page, however that ends. Whoever gets the lock of another place knows that its page is gone, and takes over
 * what it left: one page alone (F49).
 */
export class MessageShelf {
  readonly #context: ShelfContext;
  #place: number | undefined;
  #messages: readonly ShelvedMessage[] = [];
  #written = Promise.resolve();
  #isWriting = false;
  #isStale = false;
  #isBroken = false;
  #leave: () => void = () => {};

  constructor(context: ShelfContext) {
    this.#context = context;
  }

  /** What is saved is written. */
  get isKeeping(): boolean {
    return this.#place !== undefined && !this.#isBroken;
  }

  /** Takes a place, and takes over what is on those that are free. Never rejects. */
  async open(): Promise<void> {
    if (!this.#context.locks) return this.#settle(0);
    const others: number[] = [];
    for (let place = 0; place < PLACES; place += 1) {
      const isMine = this.#place === undefined && (await this.#hold(place));
      if (isMine) await this.#settle(place);
      else if (!(await this.#inherit(place, { ifAvailable: true }))) others.push(place);
    }
    if (this.#place === undefined)
      return this.#break(new Error(`chatwire: ${PLACES} pages have this outbox open`));
    for (const place of others) void this.#inherit(place, {});
  }

  /** These and no others are kept. Written before this returns where storage and codec are synchronous. */
  save(messages: readonly ShelvedMessage[]): void {
    this.#messages = messages;
    this.#isStale = true;
    if (this.#place !== undefined && !this.#isWriting) this.#written = this.#write(this.#keyOf(this.#place));
  }

  /** Leaves the place, and what is on it, to others. */
  async close(): Promise<void> {
    await this.#written;
    this.#place = undefined;
    this.#leave();
  }

  #keyOf(place: number): string {
    return `${this.#context.key}:${place}`;
  }

  async #settle(place: number): Promise<void> {
    this.#place = place;
    this.#context.adopt(await this.#read(this.#keyOf(place)));
  }

  /** True: the place is free, and its lock is held from now on until close(). */
  #hold(place: number): Promise<boolean> {
    const closed = new Promise<void>((resolve) => {
      this.#leave = resolve;
    });
    return new Promise((resolve) => {
      void this.#withLock(place, { ifAvailable: true }, (isFree) => {
        resolve(isFree);
        return isFree ? closed : Promise.resolve();
      }).finally(() => resolve(false));
    });
  }

  /** Takes over what is on another place, at once or as soon as its page has gone. False: it has not. */
  async #inherit(place: number, options: { ifAvailable?: boolean }): Promise<boolean> {
    let isFree = false;
    await this.#withLock(place, options, async (isMine) => {
      isFree = isMine;
      if (!isMine || !this.isKeeping) return;
      const messages = await this.#read(this.#keyOf(place));
      if (messages.length === 0) return;
      this.#context.adopt(messages);
      // Only then: who dies in between leaves them twice, under the same ids.
      await this.#written;
      await this.#remove(this.#keyOf(place));
    });
    return isFree;
  }

  async #withLock(
    place: number,
    options: { ifAvailable?: boolean },
    action: (isMine: boolean) => Promise<void>,
  ): Promise<void> {
    try {
      await this.#context.locks?.request(this.#keyOf(place), options, (lock) => action(lock !== null));
    } catch (error) {
      this.#context.report(error);
    }
  }

  async #read(key: string): Promise<ShelvedMessage[]> {
    let text: string | null;
    try {
      text = await this.#context.storage.getItem(key);
    } catch (error) {
      this.#break(error);
      return [];
    }
    if (text === null) return [];
    try {
      const { codec } = this.#context;
      const json: unknown = JSON.parse(codec ? await codec.decode(text) : text);
      if (Array.isArray(json)) return json.filter(isShelved);
      throw new TypeError(`chatwire: what is stored under '${key}' is no outbox`);
    } catch (error) {
      // What is saved next takes its place.
      this.#context.report(error);
      return [];
    }
  }

  async #write(key: string): Promise<void> {
    const { storage, codec } = this.#context;
    this.#isWriting = true;
    try {
      while (this.#isStale && !this.#isBroken) {
        this.#isStale = false;
        const json = JSON.stringify(this.#messages);
        const text = codec ? await codec.encode(json) : json;
        const written = this.#messages.length > 0 ? storage.setItem(key, text) : storage.removeItem(key);
        if (written instanceof Promise) await written;
      }
    } catch (error) {
      this.#break(error);
      // What is there is old: some of it has been sent.
      await this.#remove(key);
    } finally {
      this.#isWriting = false;
    }
  }

  async #remove(key: string): Promise<void> {
    try {
      await this.#context.storage.removeItem(key);
    } catch (error) {
      this.#break(error);
    }
  }

  /** Nothing is written any more; told once. */
  #break(error: unknown): void {
    if (!this.#isBroken) this.#context.report(error);
    this.#isBroken = true;
  }
}

/** Somebody else may have written it. */
function isShelved(value: unknown): value is ShelvedMessage {
  const { id, at, text, priority, ttl } = Object(value) as Partial<Record<keyof ShelvedMessage, unknown>>;
  return (
    typeof id === 'string' &&
    typeof at === 'number' &&
    typeof text === 'string' &&
    (priority === 'high' || priority === 'normal' || priority === 'low') &&
    (ttl === null || typeof ttl === 'number')
  );
}
