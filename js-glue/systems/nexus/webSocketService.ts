import {
  ChatwireError,
  createChatClient,
  uuid,
  type ChatClient,
  type ClientEvents,
  type ConnectionSnapshot,
  type HistoryQuery,
  type Message,
  type NexusMessages,
  type Receipt,
  type TraceEntry,
} from 'chatwire';
import { nexusSchemas } from '../../messages/schemas/nexus.ts';
import type { WebSocketConfig } from './config.ts';
import { confirmation, type ConfirmOptions, type Delivery } from './confirmation.ts';
import { credentialsOf } from './credentials.ts';
import { AbortError, ServerError } from './errors.ts';
import { errorTexts, type ErrorTexts } from './errorTexts.ts';
import { Inbox } from './inbox.ts';
import { Log } from './log.ts';
import {
  messageOf,
  type AskRequest,
  type AskResponse,
  type ResponseMessage,
  type WebSocketMessage,
} from './messages.ts';
import { secureUrl } from './secureUrl.ts';

type Unsubscribe = () => void;

/** Where the connection stands (S3.36 to S3.38). A new object whenever something in it changed, and only then. */
export interface ConnectionState {
  /** Usable: open, and the server has accepted who we are. */
  readonly connected: boolean;
  /** On the way there: dialling, signing in, or waiting for the next try. */
  readonly connecting: boolean;
  /** What went wrong, for users to read. */
  readonly error?: string;
}

/** What one needs to know to find out why a connection is as it is (S3.97 to S3.99). No contents, no address, no secret. */
export interface Diagnostics {
  /** Where the connection stands, in the words of the core. */
  readonly state: ConnectionSnapshot['state'];
  readonly connection: ConnectionState;
  /** False while the platform says that there is no network. */
  readonly online: boolean;
  /** The number of the coming dial since the link was last proven. */
  readonly attempts: number;
  readonly lastClose: TraceEntry | undefined;
  readonly queue: { readonly size: number; readonly sent: number; readonly dropped: number };
  /** When the next dial is due, in milliseconds since 1970. */
  readonly timers: { readonly nextRetryAt: number | null };
  /** The latest, oldest first, by their codes. */
  readonly lastErrors: readonly { readonly code: string; readonly text: string; readonly time: number }[];
}

/** To which team a question goes, and how long its answer is waited for. */
export interface AskOptions {
  teamId?: string | undefined;
  /** How long to wait for the answer, in milliseconds. Default: `responseTimeout`. */
  timeout?: number | undefined;
  signal?: AbortSignal | undefined;
}

const LAST_ERRORS = 20;
/** In these states there is nothing to be said about errors of the past. */
const quiet: readonly ConnectionSnapshot['state'][] = ['idle', 'connected', 'closing', 'closed'];

/**
 * The client of the `nexus` system, by the names that the system has published (S3.23 to S3.31). The work is done by a client
 * of Chatwire with the profile `nexus`: `client`.
 */
export class WebSocketService {
  /** What all of this stands on. */
  readonly client: ChatClient<NexusMessages>;
  readonly #config: WebSocketConfig;
  readonly #log: Log;
  readonly #inbox: Inbox;
  readonly #texts: ErrorTexts;
  #queue = new AbortController();
  #state: ConnectionState = { connected: false, connecting: false };
  #isKeyMissing: boolean;
  /** The server has asked for what we do not have. */
  #isChallenged = false;

  /** @throws TypeError that names the option which is wrong. */
  constructor(config: WebSocketConfig) {
    if (!(config as Partial<WebSocketConfig> | undefined)?.url) {
      throw new TypeError("chatwire: WebSocketService needs a url, such as { url: 'ws://localhost:8000' }");
    }
    this.#config = config;
    this.#log = new Log(config);
    this.#texts = { ...errorTexts, ...config.errorTexts };
    this.#isKeyMissing = !config.apiKey && !config.authenticate;
    this.client = createChatClient({
      ...coreOptions(config),
      profile: 'nexus',
      url: secureUrl(config, (text) => this.#log.write('warn', text)),
      reconnect: reconnectOptions(config),
      ...credentialsOf(config, () => (this.#isKeyMissing = true)),
    });
    this.#inbox = new Inbox(this.client, config, this.#log);
    this.#watch();
  }

  /**
   * Connects, unless that is under way. Settles on the first outcome: rejects with a `ChatwireError`, or with an `AbortError`
   * when `disconnect()` was called meanwhile. May be ignored.
   */
  connect(): Promise<void> {
    this.#isChallenged = false;
    const outcome = this.client.connect().catch((error: unknown) => {
      throw error instanceof ChatwireError && endings.includes(error.code) ? new AbortError(error) : error;
    });
    outcome.catch(() => {});
    return outcome;
  }

  /** Closes, and does not come back by itself. What waits to be sent is dropped. */
  disconnect(): void {
    this.client.disconnect();
  }

  /** Sends a message as it is; without a connection it waits for one. */
  send(message: WebSocketMessage): Receipt;
  /** The same, and waits for the message of the server with the same id (S3.58). */
  send(message: WebSocketMessage, options: ConfirmOptions): Delivery;
  send(message: WebSocketMessage, options?: ConfirmOptions): Receipt | Delivery {
    const receipt = this.client.send(message as never, { signal: this.#queue.signal });
    this.#log.frame('sent', message);
    if (!options?.confirm) return receipt;
    return confirmation(this.client, message.id, receipt, {
      timeout: options.timeout ?? this.#config.responseTimeout,
      onStatus: options.onStatus,
    });
  }

  /** Sends a question. Returns its id, which the answer repeats. */
  sendQuery(query: string, teamId?: string): string {
    const id = uuid();
    this.send({ type: 'ask', id, payload: request(query, teamId) });
    return id;
  }

  /**
   * Sends a question, and resolves with the answer to it. Rejects with a `ServerError` where the server answers by an error,
   * else with a `ChatwireError` (docs/REQUESTS.md). May be ignored.
   */
  ask(query: string, { teamId, timeout, signal }: AskOptions = {}): Promise<AskResponse> {
    const id = uuid();
    const forget = this.#inbox.expect(id);
    const answer = this.client
      .request('ask', request(query, teamId), {
        id,
        timeout: timeout ?? this.#config.responseTimeout ?? 30_000,
        signal,
      })
      .then(({ type, payload }) => {
        if (type === 'error') throw new ServerError(payload);
        return payload as AskResponse;
      })
      .finally(forget);
    answer.catch(() => {});
    return answer;
  }

  /** Calls `handler` for each message of this type, or of all (`*`). A handler that throws stops no other one. */
  onMessage(type: string, handler: (message: WebSocketMessage) => void): Unsubscribe {
    return this.#inbox.on(type, handler);
  }

  /** Calls `handler` for each answer. */
  onResponse(handler: (message: ResponseMessage) => void): Unsubscribe {
    return this.#inbox.on('response', (message) => handler(message as ResponseMessage));
  }

  /** Calls `handler` with each text of the server that is no message, or not a valid one, and why (S3.70). */
  onInvalidMessage(handler: (event: ClientEvents['invalid']) => void): Unsubscribe {
    return this.client.on('invalid', handler);
  }

  /** Where the connection stands. */
  get state(): ConnectionState {
    return this.#state;
  }

  /** Calls `listener` with each new `state`. */
  onStateChange(listener: (state: ConnectionState) => void): Unsubscribe {
    let last = this.#state;
    return this.client.onChange(() => {
      if (this.#state === last) return;
      last = this.#state;
      listener(last);
    });
  }

  /** How many messages wait to be sent. */
  get queueSize(): number {
    return this.client.getSnapshot().queued;
  }

  /** Drops the messages that wait to be sent. */
  clearQueue(): void {
    this.#queue.abort();
    this.#queue = new AbortController();
  }

  /** Received messages that are still kept, oldest first (S3.85). */
  history(query?: HistoryQuery): WebSocketMessage[] {
    return this.client
      .history(query)
      .map((message) => messageOf(message as Message, `history-${message.sequence}`));
  }

  /** Forgets all kept messages. */
  clearHistory(): void {
    this.client.clearHistory();
  }

  /** Where the connection stands, for a bug report. */
  diagnostics(): Diagnostics {
    const { state, attempt, retryAt, online, queued } = this.client.getSnapshot();
    const { sent, dropped } = this.client.stats();
    const trace = this.client.trace().reverse();
    const failures = trace.filter((entry) => entry.kind === 'failure').slice(0, LAST_ERRORS);
    return {
      state,
      connection: this.#state,
      online,
      attempts: attempt,
      lastClose: trace.find(({ kind }) => kind === 'close'),
      queue: { size: queued, sent, dropped },
      timers: { nextRetryAt: retryAt },
      lastErrors: failures.reverse().map(({ code, time }) => ({ code, time, text: this.#textFor(code) })),
    };
  }

  /** Ends the connection and frees what the service holds. Any later call does nothing. */
  destroy(): void {
    this.#inbox.destroy();
    this.client.destroy();
  }

  /** Before anybody else is told: they all look at the state. */
  #watch(): void {
    const { client } = this;
    client.onChange(() => this.#show());
    client.on('error', (error) => this.#log.write('error', `${error.code}: ${this.#textFor(error.code)}`));
    client.on('state', ({ state, previous }) => {
      this.#log.write('info', `WebSocket ${previous} -> ${state}`);
      if (state === 'failed') void this.#fallBack();
    });
    client.on('invalid', ({ path, reason }) =>
      this.#log.write('warn', `Invalid message: ${path || 'it'} ${reason}`),
    );
    if (!this.#config.apiKey && !this.#config.authenticate) {
      client.subscribe('auth_challenge', () => {
        this.#isChallenged = true;
        client.disconnect();
      });
    }
  }

  async #fallBack(): Promise<void> {
    // What led here is told right behind the state.
    await Promise.resolve();
    const { error } = this.client.getSnapshot();
    try {
      this.#config.onFallback?.(error ?? new ChatwireError('ATTEMPTS_EXHAUSTED'));
    } catch (cause) {
      this.#log.write('error', 'onFallback threw', cause);
    }
  }

  #show(): void {
    const { state } = this.client.getSnapshot();
    const code = this.#errorIn(this.client.getSnapshot());
    const next: ConnectionState = {
      connected: state === 'connected',
      connecting: ['connecting', 'authenticating', 'reconnecting'].includes(state),
      ...(code && { error: this.#textFor(code) }),
    };
    const { connected, connecting, error } = this.#state;
    const isSame = next.connected === connected && next.connecting === connecting && next.error === error;
    if (!isSame) this.#state = Object.freeze(next);
  }

  /** What users are to be told of, by its code. */
  #errorIn({ state, online, error }: ConnectionSnapshot): string | undefined {
    if (this.#isChallenged) return 'AUTH_REJECTED';
    if (quiet.includes(state)) return undefined;
    if (!online) return 'OFFLINE';
    // A link that the server closed without a word is no error of the core's.
    return error?.code ?? (state === 'reconnecting' ? 'CONNECTION_LOST' : undefined);
  }

  #textFor(code: string): string {
    const isAboutKey = code === 'AUTH_REJECTED' || code === 'AUTH_PROVIDER_FAILED';
    const name = isAboutKey && this.#isKeyMissing ? 'API_KEY_MISSING' : code;
    return this.#texts[name as keyof ErrorTexts] ?? this.#texts.default ?? code;
  }
}

const endings: readonly string[] = ['DISCONNECTED', 'DESTROYED'];

/** What is not the service's own. The client refuses what it does not know. */
function coreOptions({
  url: _url,
  apiKey: _apiKey,
  reconnectInterval: _reconnectInterval,
  maxReconnectAttempts: _maxReconnectAttempts,
  authenticate: _authenticate,
  authTimeout: _authTimeout,
  responseTimeout: _responseTimeout,
  sequence: _sequence,
  reorder: _reorder,
  onFallback: _onFallback,
  requireSecure: _requireSecure,
  errorTexts: _errorTexts,
  logLevel: _logLevel,
  debug: _debug,
  logger: _logger,
  ...options
}: WebSocketConfig) {
  return {
    ...options,
    schemas: { ...nexusSchemas, ...options.schemas },
    validate: options.validate ?? 'payload',
  } as const;
}

function reconnectOptions({ reconnectInterval: initialDelay, maxReconnectAttempts }: WebSocketConfig) {
  // The first gap is as long as is asked for (S3.61), also where it is longer than the profile's longest.
  const maxDelay = initialDelay !== undefined && initialDelay > 30_000 ? initialDelay : undefined;
  return { initialDelay, maxDelay, maxAttempts: maxReconnectAttempts };
}

function request(query: string, teamId: string | undefined): AskRequest {
  return { query, ...(teamId !== undefined && { team_id: teamId }) };
}
