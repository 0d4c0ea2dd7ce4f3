import { createChatClient, type ChatClient, type ChatClientOptions } from 'chatwire';
import { Holders } from './holders.ts';

/**
 * A client for as long as somebody holds it. It is made at once, so that it can be rendered with, and opens nothing before it
 * is held.
 *
 * It is destroyed a task after the last release ({@link Holders}). Who retains later gets another client.
 */
export class ClientHolder {
  readonly #options: ChatClientOptions;
  readonly #listeners = new Set<() => void>();
  readonly #holders = new Holders(() => this.#client.destroy());
  #client: ChatClient;

  /** @throws TypeError that names the option which is wrong. */
  constructor(options: ChatClientOptions) {
    this.#options = options;
    this.#client = createChatClient(options);
  }

  readonly getClient = (): ChatClient => this.#client;

  /** Calls `listener` when there is another client. */
  readonly onChange = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  retain(): void {
    this.#holders.retain();
    if (!this.#client.isDestroyed) return;
    this.#client = createChatClient(this.#options);
    for (const listener of [...this.#listeners]) listener();
  }

  release(): void {
    this.#holders.release();
  }
}
