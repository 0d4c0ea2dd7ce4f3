import {
  createChatClient,
  type ChatClient,
  type ChatwireError,
  type ConnectionState,
  type Message,
  type Receipt,
  type WazuhMessages,
} from 'chatwire';
import { Holders } from '../../adapters/holders.ts';
import { publicUrl } from '../shared/publicUrl.ts';
import { mockWebSocket } from './mockSocket.ts';
import type { ErrorKind, SessionError, SessionOptions } from './options.ts';
import { bindChatStore, bindUiStore, say, sessionNameIn, toast, type Toast } from './stores.ts';
import { Token } from './token.ts';

/** The system's four words (S0.43 to S0.47). */
export type ConnectionStatus = 'disconnected' | 'connecting' | 'connected' | 'error';

/** What a session shows; a new object whenever something in it changed. */
export interface SessionView {
  readonly connectionStatus: ConnectionStatus;
  readonly isConnected: boolean;
}

export const initialView: SessionView = Object.freeze({
  connectionStatus: 'disconnected',
  isConnected: false,
});

const knownTypes: readonly string[] = [
  ...['chat_message', 'chat_response', 'typing_start', 'typing_stop'],
  ...['error', 'connection', 'session_created', 'system_notification'],
];
/** What the server calls a token that it takes no more. */
const authCodes: readonly string[] = [
  'auth_error',
  'not_authenticated',
  'token_expired',
  'token_invalid',
  'unauthorized',
];
/** In which states a link is neither there nor on its way. */
const resting: readonly ConnectionState[] = ['idle', 'closing', 'closed', 'failed'];
const texts = {
  lost: 'The connection to the server was lost. Trying to reconnect.',
  offline: 'You are offline. Messages will be sent when you are back online.',
  back: 'Connected again.',
  auth: 'Your session has ended. Please log in again.',
  unsent: 'A message could not be sent.',
};

/**
 * The connection of one user, as long as they are logged in: what `WebSocketProvider` stands on, for those without React too.
 * It opens nothing before `setAuthenticated(true)`.
 */
export class WebSocketSession {
  readonly client: ChatClient<WazuhMessages>;
  /** The providers that show it. */
  readonly holders = new Holders(() => this.destroy());
  readonly #token = new Token(() => this.#options);
  readonly #unbind: (() => void)[] = [];
  readonly #warned = new Set<string>();
  #options: SessionOptions;
  #view = initialView;
  #isAuthenticated = false;
  #isWelcome = false;
  #mutes = 0;
  #hasGivenUp = false;
  /** Users know that there is no link. */
  #isOutageTold = false;
  #isAuthErrorTold = false;
  /** Of what waits to be sent: a logout drops it. */
  #queue = new AbortController();
  /** Texts that wait until the server wants more, and until when. */
  #held: (() => void)[] = [];
  #pause: ReturnType<typeof setTimeout> | undefined;
  #welcome: ReturnType<typeof setTimeout> | undefined;

  /** @throws TypeError that names the option which is wrong. */
  constructor(options: SessionOptions) {
    this.#options = options;
    const { mock = false, requireWelcome: _, outbox, WebSocket } = options;
    this.client = createChatClient({
      ...coreOptions(options),
      profile: 'wazuh',
      url: mock ? undefined : () => this.#options.url ?? publicUrl() ?? 'ws://localhost:8000/ws',
      // A new token means a new link; what waits is for the same user.
      outbox: { ...outbox, keepOnDisconnect: true },
      ...(mock ? { WebSocket: mockWebSocket } : { WebSocket, auth: { query: { token: this.#token.get } } }),
    });
    this.#watch();
  }

  /** Everything shown and said is made up (W81). */
  get isMock(): boolean {
    return this.#options.mock ?? false;
  }

  /** Functions, tokens and addresses of now. The address and the token count from the next dial. */
  update(options: SessionOptions): void {
    this.#options = options;
  }

  /** Connects when the user has logged in; closes, and drops what waits, when they have logged out (S0.37, S0.38). */
  setAuthenticated(isAuthenticated: boolean): void {
    if (isAuthenticated === this.#isAuthenticated) return;
    this.#isAuthenticated = isAuthenticated;
    if (isAuthenticated) return this.connect();
    this.#forgetSends();
    this.client.disconnect();
  }

  /** Dials at once, unless connected. Does nothing while nobody is logged in. */
  readonly connect = (): void => {
    if (!this.#isAuthenticated) return;
    this.#isAuthErrorTold = false;
    this.#hasGivenUp = false;
    this.#mutes = 0;
    void this.client.connect();
  };

  /** Closes, and stays closed until `setAuthenticated(true)` or `connect()`. */
  readonly disconnect = (): void => this.client.disconnect();

  /** Says something in the current session. It waits for a connection, and for a server that wants no more for now. */
  readonly sendMessage = (text: string): void => {
    const { chatStore } = this.#options;
    const details = chatStore ? this.#sessionIn(chatStore) : {};
    // One of the two comes first: it may have to wait, and is shown only where it can be sent.
    const said: { receipt?: Receipt; follow?: (receipt: Receipt) => void } = {};
    this.#whenWanted(() => {
      try {
        said.receipt = this.client.sendMessage(text, details, { signal: this.#queue.signal });
      } catch (error) {
        this.#tell('message', (error as ChatwireError).code, texts.unsent);
        throw error;
      }
      said.follow?.(said.receipt);
    });
    if (!chatStore) return;
    said.follow = say(chatStore, text);
    if (said.receipt) said.follow(said.receipt);
  };

  /** Tells the other side that the user types, or does no more. What is not true any more later is not sent later. */
  readonly sendTyping = (isTyping: boolean): void => {
    const { chatStore } = this.#options;
    const data = chatStore ? this.#sessionIn(chatStore) : null;
    this.client.send(isTyping ? 'typing_start' : 'typing_stop', data?.session_id ? data : null, { ttl: 0 });
  };

  /** Calls `handler` for each message of this type, or of all (`*`). */
  readonly subscribe = (type: string, handler: (message: Message) => void): (() => void) =>
    this.client.subscribe(type as '*', (message) => {
      if (this.#accepts(message)) handler(message);
    });

  /** What is shown; the same object until something in it changed. */
  readonly getView = (): SessionView => this.#view;

  /** Hears of changes, until the function that it gives back is called. */
  readonly onChange = (listener: () => void): (() => void) => {
    let last = this.#view;
    const check = () => {
      if (this.#view === last) return;
      last = this.#view;
      listener();
    };
    this.#listeners.add(check);
    return () => this.#listeners.delete(check);
  };

  readonly #listeners = new Set<() => void>();

  /** Closes, and is of no use any more. */
  destroy(): void {
    clearTimeout(this.#pause);
    clearTimeout(this.#welcome);
    for (const unbind of this.#unbind.splice(0)) unbind();
    this.client.destroy();
  }

  #watch(): void {
    const { client } = this;
    const { chatStore, uiStore } = this.#options;
    client.subscribe('connection', () => this.#welcomed());
    client.subscribe('error', ({ data }) =>
      this.#hearError(Object(data) as WazuhMessages['server']['error']),
    );
    client.subscribe('*', (message) => this.#look(message as Message));
    if (chatStore) this.#unbind.push(bindChatStore(client, chatStore));
    if (uiStore) this.#unbind.push(bindUiStore(client, uiStore));
    client.on('open', () => this.#opened());
    client.on('close', () => this.#closed());
    client.on('error', (error) => this.#fail(error));
    client.on('invalid', ({ path, reason }) => {
      this.#options.onError?.({
        kind: 'message',
        code: 'INVALID_MESSAGE',
        message: `${path} ${reason}`.trim(),
      });
    });
    client.on('unsent', ({ receipt, error }) => {
      const { type } = Object(receipt.message) as { type?: string };
      const isGiven = error.code === 'CANCELLED' || error.code === 'DESTROYED' || type?.startsWith('typing');
      if (!isGiven) this.#tell('message', error.code, texts.unsent);
    });
    client.onChange(() => {
      if (!client.getSnapshot().online && !resting.includes(client.state))
        this.#tellOutage('network', 'offline');
      this.#show();
    });
  }

  #opened(): void {
    clearTimeout(this.#welcome);
    this.#isWelcome = !this.#options.requireWelcome;
    if (this.#isWelcome) return this.#welcomed();
    this.#welcome = setTimeout(() => this.#redialMute(), this.#options.welcomeTimeout ?? 10_000);
    this.#show();
  }

  #welcomed(): void {
    clearTimeout(this.#welcome);
    this.#isWelcome = true;
    this.#mutes = 0;
    this.#show();
    if (!this.#isOutageTold) return;
    this.#isOutageTold = false;
    this.#notify('success', texts.back);
  }

  /** The server has taken the link, and says nothing (S0.50). */
  #redialMute(): void {
    this.#tellOutage('connection', 'CONNECT_TIMEOUT');
    this.client.disconnect();
    this.#hasGivenUp = ++this.#mutes > 5;
    if (!this.#hasGivenUp) void this.client.connect();
    this.#show();
  }

  #closed(): void {
    clearTimeout(this.#welcome);
    if (this.client.state === 'reconnecting') this.#show();
  }

  #fail({ code, cause }: ChatwireError): void {
    const isAboutToken = code === 'AUTH_PROVIDER_FAILED' && (cause as ChatwireError).code === 'AUTH_REJECTED';
    if (isAboutToken || code === 'HANDLER_THREW') return;
    if (code === 'AUTH_REJECTED') return this.#refused(code);
    this.#tellOutage('connection', code);
  }

  /** Once, however often it is said (S0.55). */
  #refused(code: 'AUTH_REJECTED'): void {
    if (this.#isAuthErrorTold) return;
    this.#isAuthErrorTold = true;
    const { onAuthError, loginUrl } = this.#options;
    this.#tell('auth', code, texts.auth);
    const { location } = globalThis as { location?: Location };
    const returnUrl = location ? location.pathname + location.search + location.hash : '/';
    if (onAuthError) onAuthError({ kind: 'auth', code, message: texts.auth }, returnUrl);
    else if (loginUrl) location?.assign(`${loginUrl}?returnUrl=${encodeURIComponent(returnUrl)}`);
  }

  #hearError({ code = 'error', message, retry_after }: Partial<WazuhMessages['server']['error']>): void {
    if (authCodes.includes(code)) return this.#renew();
    if (retry_after !== undefined) this.#holdFor(retry_after * 1000);
    this.#tell('message', code.toLowerCase() as Lowercase<string>, message ?? texts.unsent);
  }

  /** The server has refused the token by a message: with another one on another link. */
  #renew(): void {
    if (this.#token.isRefused) return;
    if (!this.#options.refreshToken) {
      this.client.disconnect();
      return this.#refused('AUTH_REJECTED');
    }
    this.#token.isRefused = true;
    this.client.disconnect();
    void this.client.connect();
  }

  /** Keeps what is to be sent back until the server wants more (S0.52). */
  #holdFor(milliseconds: number): void {
    clearTimeout(this.#pause);
    this.#pause = setTimeout(
      () => {
        this.#pause = undefined;
        for (const send of this.#held.splice(0)) send();
      },
      Math.min(milliseconds, 300_000),
    );
  }

  /** The session that the user is in, as the server calls it; it chooses one where it has not named any. */
  #sessionIn(chatStore: NonNullable<SessionOptions['chatStore']>): { session_id?: string } {
    const name = sessionNameIn(chatStore);
    return name === undefined ? {} : { session_id: name };
  }

  #whenWanted(send: () => void): void {
    if (this.#pause === undefined) send();
    else this.#held.push(send);
  }

  #forgetSends(): void {
    this.#queue.abort();
    // They hear that they were taken back.
    for (const send of this.#held.splice(0)) send();
    this.#queue = new AbortController();
  }

  /** One for each time without a link, not one for each dial (S0.32). */
  #tellOutage(kind: ErrorKind, code: SessionError['code']): void {
    if (this.#isOutageTold) return;
    this.#isOutageTold = true;
    this.#tell(kind, code, kind === 'network' ? texts.offline : texts.lost);
  }

  #tell(kind: ErrorKind, code: SessionError['code'], message: string): void {
    this.#options.onError?.({ kind, code, message });
    this.#notify(kind === 'network' || kind === 'connection' ? 'warning' : 'error', message);
  }

  #notify(level: Toast['level'], message: string): void {
    const { uiStore } = this.#options;
    if (uiStore) toast(uiStore, level, message);
  }

  #look(message: Message): void {
    if (!message.isValid || knownTypes.includes(message.type)) return;
    this.#options.onUnknownType?.(message.type);
  }

  /** Whether a message is as the system has it around its payload (S0.13). */
  #accepts({ type, raw, isValid }: Message): boolean {
    const lacks = ['data', 'timestamp'].filter((key) => raw[key] === undefined);
    if (!isValid || lacks.length === 0) return isValid;
    if (this.#options.envelope === 'reject') return false;
    if (!this.#warned.has(type))
      console.warn(`chatwire: a message of type '${type}' has no ${lacks.join(' and no ')}`);
    this.#warned.add(type);
    return true;
  }

  #show(): void {
    const { state, stateName } = this.client;
    const isMute = state === 'connected' && !this.#isWelcome;
    const connectionStatus =
      this.#hasGivenUp || (this.#isAuthErrorTold && resting.includes(state))
        ? 'error'
        : isMute
          ? 'connecting'
          : (stateName as ConnectionStatus);
    if (connectionStatus === this.#view.connectionStatus) return;
    // A link that is lost without an error of the core's is an outage as well.
    if (state === 'reconnecting') this.#tellOutage('connection', 'CONNECTION_LOST');
    this.#view = Object.freeze({ connectionStatus, isConnected: connectionStatus === 'connected' });
    for (const listener of [...this.#listeners]) listener();
  }
}

function coreOptions({
  closeTimeout,
  connectTimeout,
  heartbeat,
  history,
  maxMessageBytes,
  rateLimit,
  reconnect,
  schemas,
  validate,
}: SessionOptions) {
  return {
    ...{ closeTimeout, connectTimeout, heartbeat, history, maxMessageBytes },
    ...{ rateLimit, reconnect, schemas, validate: validate ?? (schemas ? 'payload' : 'envelope') },
  } as const;
}
