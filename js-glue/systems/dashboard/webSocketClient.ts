import {
  createChatClient,
  shareChatClient,
  type AuthOptions,
  type ChatClient,
  type ConnectionState as CoreState,
  type DashboardMessages,
  type MessageMap,
  type Provided,
  type SharedClient,
  type Unsubscribe,
} from 'chatwire';
import { check } from '../shared/check.ts';
import { publicUrl } from '../shared/publicUrl.ts';
import { StateListeners } from '../shared/stateListeners.ts';
import { logErrors } from './errorLog.ts';
import type { WebSocketClientOptions } from './options.ts';
import { SubscriptionTable } from './subscriptionTable.ts';
import { leaveUnreadableLinks } from './unreadableLink.ts';

/** What `state` says. */
export type ConnectionState = 'disconnected' | 'connecting' | 'connected' | 'reconnecting' | 'error';

const restingStates: readonly CoreState[] = ['idle', 'closed', 'failed'];
/** Of the shared ones: those that are looked after already. */
const watched = new WeakSet();

/**
 * The low-level client of the `dashboard` system (S2.10 to S2.22). Made by {@link createWebSocketClient}. The work is done by a
 * `ChatClient` of the profile `dashboard`.
 *
 * @typeParam Messages What is sent and received, by type. Default: the system's own messages.
 */
export class WebSocketClient<Messages extends MessageMap = DashboardMessages> {
  readonly #options: WebSocketClientOptions;
  readonly #subscriptions = new SubscriptionTable();
  readonly #states = new StateListeners<ConnectionState>('disconnected');
  #token: Provided<string> | undefined;
  #held: SharedClient<Messages> | undefined;
  #stopWatching: Unsubscribe | undefined;
  /** `disconnect()` was the last word. */
  #isDismissed = false;

  /** @internal */
  constructor(sessionToken: Provided<string> | undefined, options: WebSocketClientOptions) {
    check.countFrom1('reconnectOnParseError', options.reconnectOnParseError);
    this.#token = sessionToken;
    this.#options = options;
    this.#hold();
  }

  get state(): ConnectionState {
    if (!this.#held || this.#isDismissed) return 'disconnected';
    return this.#held.client.stateName as ConnectionState;
  }

  get isConnected(): boolean {
    return this.state === 'connected';
  }

  /** The client behind it, for all that this class has no name for. After a `disconnect()` it is another one. */
  get client(): ChatClient<Messages> {
    return this.#hold().client;
  }

  /** Dials, unless a link is open or on its way. Settles on the first outcome; may be ignored. */
  connect(): Promise<void> {
    this.#isDismissed = false;
    return this.client.connect();
  }

  /** Closes with 1000 and does not come back by itself. A shared connection lives on while others use it. */
  disconnect(): void {
    this.#isDismissed = true;
    if (!this.#held) return;
    if (this.#options.identity !== undefined) return this.#release();
    this.#held.client.disconnect();
    this.#releaseAtRest();
  }

  /** Calls `handler` for each message of `type`, or of all types (`'*'`), also after a `disconnect()` and another `connect()`. */
  readonly subscribe: ChatClient<Messages>['subscribe'] = (
    type: string,
    handler: (message: never) => void,
  ): Unsubscribe => {
    this.#hold();
    return this.#subscriptions.add(type, handler);
  };

  /** Sends a message of this type; while there is no link it waits for one (S2.96). */
  readonly send = ((...message: [never, never, never]) =>
    this.client.send(...message)) as ChatClient<Messages>['send'];

  /** Calls `listener` with each new state. Each call is a subscription of its own. Stable. */
  get onStateChange(): (listener: (state: ConnectionState) => void) => Unsubscribe {
    return this.#states.add;
  }

  /** The session has another token now, which counts from the next dial. A client that was refused dials again. */
  setSessionToken(sessionToken: Provided<string>): void {
    const wasRefused = this.state === 'error';
    this.#token = sessionToken;
    this.#held?.client.setAuth(this.#auth() ?? {});
    if (wasRefused) void this.connect();
  }

  #hold(): SharedClient<Messages> {
    if (this.#held) return this.#held;
    const held = this.#open();
    const { client } = held;
    this.#held = held;
    this.#watch(client);
    this.#subscriptions.attach(client);
    this.#stopWatching = client.on('state', () => {
      if (this.#isDismissed) this.#releaseAtRest();
      this.#states.tell(this.state);
    });
    return held;
  }

  #open(): SharedClient<Messages> {
    const { logger: _, reconnectOnParseError: _limit, identity, ...given } = this.#options;
    const url = given.url ?? publicUrl();
    const options = { ...given, url, auth: this.#auth(), profile: 'dashboard' as const };
    if (identity !== undefined) return shareChatClient<Messages>({ ...options, identity });
    const client = createChatClient<Messages>(options);
    return { client, release: () => client.destroy() };
  }

  /** Each client is looked after once, however many share it. */
  #watch(client: ChatClient<Messages>): void {
    if (watched.has(client)) return;
    watched.add(client);
    const { logger = console, reconnectOnParseError = Infinity, identity } = this.#options;
    logErrors(client as ChatClient, logger);
    if (reconnectOnParseError === Infinity) return;
    const isWanted = () => identity !== undefined || !this.#isDismissed;
    leaveUnreadableLinks(client as ChatClient, reconnectOnParseError, isWanted);
  }

  #auth(): AuthOptions | undefined {
    const { auth } = this.#options;
    return this.#token === undefined ? auth : { ...auth, query: { ...auth?.query, token: this.#token } };
  }

  /**
   * The core holds memory for a client until that is destroyed, and this class is only ever told to disconnect: then the
   * client goes when its socket is closed. In a task of its own, so that all has been told before.
   */
  #releaseAtRest(): void {
    const held = this.#held;
    setTimeout(() => {
      if (!held || !this.#isDismissed || held !== this.#held) return;
      const { state, queued } = held.client.getSnapshot();
      if (restingStates.includes(state) && queued === 0) this.#release();
    });
  }

  #release(): void {
    const held = this.#held;
    this.#held = undefined;
    this.#stopWatching?.();
    this.#subscriptions.attach(undefined);
    held?.release();
    this.#states.tell(this.state);
  }
}

/**
 * A client of the `dashboard` system (S2.15, S2.16). It opens nothing before `connect()`.
 *
 * @param sessionToken Goes as `?token=…` with each dial, percent-encoded, and into no log (S2.85). A function is asked for it
 * at each dial.
 * @throws TypeError that names the option which is wrong.
 */
export function createWebSocketClient<Messages extends MessageMap = DashboardMessages>(
  sessionToken?: Provided<string>,
  options: WebSocketClientOptions = {},
): WebSocketClient<Messages> {
  return new WebSocketClient<Messages>(sessionToken, options);
}
