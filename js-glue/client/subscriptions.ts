import type { CoreHandle } from '../core/handle.ts';
import { Emitter, type Unsubscribe } from './emitter.ts';
import type { Message } from './message.ts';

/** Gets the messages of a type. What it throws is reported as `HANDLER_THREW` and stops nobody else. */
export type MessageHandler = (message: Message) => void;

type Routes = Pick<CoreHandle, 'subscribe' | 'unsubscribe' | 'wantAll'>;

const ALL = '*';

/**
 * Who gets which message. The handlers live here; which types anybody wants lives in the core, so that what nobody wants is
 * never parsed. A route is the number that stands for a type between the two.
 */
export class Subscriptions {
  readonly #core: Routes;
  readonly #handlers: Emitter<Record<string, Message>>;
  readonly #types = new Map<number, string>();
  #lastRoute = 0;

  constructor(core: Routes, onThrow: (error: unknown) => void) {
    this.#core = core;
    this.#handlers = new Emitter(onThrow);
  }

  add(type: string, handler: MessageHandler): Unsubscribe {
    if (!this.#handlers.has(type)) this.#want(type);
    const remove = this.#handlers.on(type, handler);
    return () => {
      const wasWanted = this.#handlers.has(type);
      remove();
      if (wasWanted && !this.#handlers.has(type)) this.#unwant(type);
    };
  }

  /** The type that a route stands for; none for those who want all, or where nobody wants it any more. */
  typeOf(route: number): string | undefined {
    return this.#types.get(route);
  }

  dispatch(message: Message, route: number): void {
    // On its way here, its type may have been given up and asked for again: only its name is still good then.
    if (route > 0) this.#handlers.emit(this.#types.get(route) ?? message.type, message);
    this.#handlers.emit(ALL, message);
  }

  /** Tells a new core which types are wanted. */
  renew(): void {
    for (const type of this.#handlers.names()) this.#want(type);
  }

  clear(): void {
    this.#handlers.clear();
  }

  #want(type: string): void {
    if (type === ALL) return this.#core.wantAll(true);
    this.#types.set(++this.#lastRoute, type);
    this.#core.subscribe(type, this.#lastRoute);
  }

  #unwant(type: string): void {
    if (type === ALL) return this.#core.wantAll(false);
    for (const [route, its] of this.#types) if (its === type) this.#types.delete(route);
    this.#core.unsubscribe(type);
  }
}
