import type { CoreHandle } from '../core/handle.ts';
import { Emitter, type Unsubscribe } from './emitter.ts';
import type { Message } from './message.ts';

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

  dispatch(message: Message): void {
    // A server's type may be called '*' as well: that is no reason to tell everybody twice.
    if (message.type !== ALL) this.#handlers.emit(message.type, message);
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
    this.#core.subscribe(type, ++this.#lastRoute);
  }

  #unwant(type: string): void {
    if (type === ALL) return this.#core.wantAll(false);
    this.#core.unsubscribe(type);
  }
}
