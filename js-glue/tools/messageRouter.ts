import { check } from '../client/check.ts';
import { Emitter, type Unsubscribe } from '../client/emitter.ts';
import type { Message } from '../client/message.ts';
import { report, threw, toConsole, type OnError } from './callbacks.ts';
import { printable } from '../client/printable.ts';
import { noMessage, typeOf, type MessageLike, type MessageSource } from './messageLike.ts';

/** What a router does with types that it does not know, and with handlers that throw. */
export interface MessageRouterOptions<Item extends MessageLike = Message> {
  /** Several handlers for a type. Default false: a new one replaces the one before (S4.103). */
  multi?: boolean | undefined;
  /**
   * What becomes of a message that has no handler: nothing (`ignore`, the default), a line on the console (`warn`), or what
   * this function does with it.
   */
  unknown?: 'ignore' | 'warn' | ((message: Item) => void) | undefined;
  /** Hears of a handler that threw (a `ChatwireError` with the cause), and of what is no message (a `TypeError`). */
  onError?: OnError<unknown> | undefined;
}

type Handlers<Item> = Emitter<{ message: Item }>;

/** A client that the router is attached to, and the types that it has asked it for. */
interface Link<Item> {
  readonly client: MessageSource<Item>;
  readonly wanted: Map<string, Unsubscribe>;
}

const ALL = '*';

/**
 * Handlers by message type, which get the payload first: `(payload, message)` (S4.102, C2).
 *
 * A client that it is attached to is asked only for the types that have a handler, so all others are still dropped without
 * being parsed; with `unknown`, for everything. Handlers may add, remove and detach from inside: what is removed is not
 * called any more, what is added waits for the next message (W47).
 */
export class MessageRouter<Item extends MessageLike = Message> {
  readonly #multi: boolean;
  readonly #unknown: NonNullable<MessageRouterOptions<Item>['unknown']>;
  readonly #onError: OnError<unknown>;
  readonly #handlers = new Map<string, Handlers<Item>>();
  readonly #links = new Set<Link<Item>>();

  constructor(options: MessageRouterOptions<Item> = {}) {
    check.keys('MessageRouter', options, ['multi', 'unknown', 'onError']);
    const { unknown = 'ignore', onError = toConsole } = options;
    check.function('onError', onError);
    this.#multi = check.boolean('multi', options.multi, false);
    this.#unknown =
      typeof unknown === 'function'
        ? unknown
        : check.oneOf<'ignore' | 'warn'>('unknown', unknown, ['ignore', 'warn'], 'ignore');
    this.#onError = onError;
  }

  /**
   * Calls `handler` for each message of `type`. Returns its removal.
   *
   * @typeParam Payload What the server promises of the payload. It is taken at its word: nothing is checked.
   */
  add<Payload = unknown>(type: string, handler: (payload: Payload, message: Item) => void): Unsubscribe {
    check.function('handler', handler);
    const handlers = this.#handlersOf(check.name('type', type));
    if (!this.#multi) handlers.clear();
    const remove = handlers.on('message', (message) => {
      try {
        handler(message.payload as Payload, message);
      } catch (cause) {
        report(this.#onError, threw(`The handler of '${printable(type, 80)}'`, cause), message);
      }
    });
    return () => {
      remove();
      if (this.#handlers.get(type) === handlers && !handlers.has('message')) this.remove(type);
    };
  }

  /** Removes all handlers of a type. */
  remove(type: string): void {
    this.#handlers.get(type)?.clear();
    this.#handlers.delete(type);
    if (this.#takesAll) return;
    for (const { wanted } of this.#links) {
      wanted.get(type)?.();
      wanted.delete(type);
    }
  }

  /** Hands a message to the handlers of its type. False: it has none, or it is no message. Never throws (W37). */
  process(message: unknown): boolean {
    const type = typeOf(message);
    if (type === undefined) {
      report(this.#onError, noMessage(), message);
      return false;
    }
    const handlers = this.#handlers.get(type);
    if (handlers) handlers.emit('message', message as Item);
    else this.#meetUnknown(type, message as Item);
    return handlers !== undefined;
  }

  /** Processes the messages of a client from now on (S4.111). Returns what ends that. */
  attach(client: MessageSource<Item>): Unsubscribe {
    const link: Link<Item> = { client, wanted: new Map() };
    this.#links.add(link);
    if (this.#takesAll)
      link.wanted.set(
        ALL,
        client.subscribe(ALL, (each) => this.process(each)),
      );
    else for (const type of this.#handlers.keys()) this.#want(link, type);
    return () => {
      this.#links.delete(link);
      for (const unsubscribe of link.wanted.values()) unsubscribe();
      link.wanted.clear();
    };
  }

  get #takesAll(): boolean {
    return this.#unknown !== 'ignore';
  }

  #handlersOf(type: string): Handlers<Item> {
    const found = this.#handlers.get(type);
    if (found) return found;
    const handlers: Handlers<Item> = new Emitter(toConsole);
    this.#handlers.set(type, handlers);
    if (!this.#takesAll) for (const link of this.#links) this.#want(link, type);
    return handlers;
  }

  #want({ client, wanted }: Link<Item>, type: string): void {
    const take = (message: Item) => {
      // To a client, '*' means all types; here it is a name like any other.
      if (message.type === type) this.process(message);
    };
    wanted.set(type, client.subscribe(type, take));
  }

  #meetUnknown(type: string, message: Item): void {
    if (this.#unknown === 'ignore') return;
    if (this.#unknown === 'warn') return console.warn(`No handler for message type: ${printable(type, 80)}`);
    try {
      this.#unknown(message);
    } catch (cause) {
      report(this.#onError, threw('The handler of unknown types', cause), message);
    }
  }
}
