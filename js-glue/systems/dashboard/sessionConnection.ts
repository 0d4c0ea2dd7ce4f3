import type { Unsubscribe } from 'chatwire';
import {
  createWebSocketClient,
  type ConnectionState,
  type WebSocketClient,
  type WebSocketClientOptions,
} from 'chatwire/dashboard/client';
import { Holders } from '../../adapters/holders.ts';
import type { SignedIn } from './session.ts';
import { SubscriptionTable } from './subscriptionTable.ts';

/** What the hook shows of a connection; a new object whenever something in it changed. */
export interface ConnectionView {
  readonly state: ConnectionState;
  readonly isConnected: boolean;
  /** Number of the coming dial, of how many before it gives up, and when it is due in milliseconds since 1970 (S2.93). */
  readonly attempt: number;
  readonly maxAttempts: number;
  readonly retryAt: number | null;
  /** Messages that wait to be sent. */
  readonly queued: number;
  /** Nothing without a session. */
  readonly client: WebSocketClient | undefined;
}

/** `createWebSocketClient`, or what stands in for it. */
export type CreateClient = (sessionToken: string, options: WebSocketClientOptions) => WebSocketClient;

export const signedOut: ConnectionView = Object.freeze({
  state: 'disconnected',
  isConnected: false,
  attempt: 0,
  maxAttempts: Infinity,
  retryAt: null,
  queued: 0,
  client: undefined,
});

/**
 * The one connection of a session, for all components that use it: open while there is a session and somebody holds it
 * (S2.24, S2.25). Subscriptions outlive clients, and the session's token may change while the link is up.
 */
export class SessionConnection {
  readonly #options: WebSocketClientOptions;
  readonly #create: CreateClient;
  readonly #subscriptions = new SubscriptionTable();
  readonly #listeners = new Set<() => void>();
  readonly #holders = new Holders(() => this.#close());
  #session: SignedIn | undefined;
  #client: WebSocketClient | undefined;
  #stopWatching: Unsubscribe | undefined;
  #view = signedOut;

  constructor(options: WebSocketClientOptions = {}, create: CreateClient = createWebSocketClient) {
    this.#options = options;
    this.#create = create;
  }

  /** How many handlers there are. */
  get handlerCount(): number {
    return this.#subscriptions.size;
  }

  /** Who is signed in from now on. Another user gets another connection, the same one a fresh token. */
  setSession(session: SignedIn | undefined): void {
    const isSameUser = session?.identity === this.#session?.identity;
    const hasNewToken = session?.token !== this.#session?.token;
    this.#session = session;
    if (!isSameUser) {
      this.#close();
      if (this.#holders.count > 0) this.#open();
    } else if (session && hasNewToken) {
      this.#client?.setSessionToken(session.token);
    }
  }

  retain(): void {
    this.#holders.retain();
    this.#open();
  }

  release(): void {
    this.#holders.release();
  }

  readonly subscribe = ((type: string, handler: (message: never) => void) =>
    this.#subscriptions.add(type, handler)) as WebSocketClient['subscribe'];

  readonly onChange = (listener: () => void): Unsubscribe => {
    const entry = () => listener();
    this.#listeners.add(entry);
    return () => this.#listeners.delete(entry);
  };

  readonly getView = (): ConnectionView => this.#view;

  #open(): void {
    if (this.#client || !this.#session) return;
    const { token, identity } = this.#session;
    const client = this.#create(token, { ...this.#options, identity });
    this.#client = client;
    this.#subscriptions.attach(client);
    this.#stopWatching = client.client.onChange(() => this.#show());
    void client.connect();
    this.#show();
  }

  #close(): void {
    if (!this.#client) return;
    this.#stopWatching?.();
    this.#subscriptions.attach(undefined);
    this.#client.disconnect();
    this.#client = undefined;
    this.#show();
  }

  #show(): void {
    const client = this.#client;
    if (client) {
      const { state, isConnected } = client;
      const { attempt, retryAt, queued } = client.client.getSnapshot();
      const { maxAttempts } = client.client;
      this.#view = Object.freeze({ state, isConnected, attempt, maxAttempts, retryAt, queued, client });
    } else {
      this.#view = signedOut;
    }
    for (const listener of [...this.#listeners]) listener();
  }
}
