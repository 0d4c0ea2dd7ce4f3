import {
  uuid,
  type ChatClient,
  type ChatClientOptions,
  type ClientEvents,
  type ConnectionState,
  type Message,
  type Receipt,
  type SharedClient,
  type Unsubscribe,
  type WebSocketConstructor,
} from 'chatwire';
import type { ChangeListener } from './changeListener.ts';
import { FrameScheduler } from './frameScheduler.ts';
import { Holders } from './holders.ts';
import { errorEvent } from './platformEvents.ts';

/** A message as the hooks of the `autobot` system give it (S4.43): the frame as it was sent. */
export interface WebSocketMessage {
  type: string;
  // The system's own interface says so.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  payload: any;
}

/** Options of `useWebSocket` (S4.45 to S4.50). Callbacks may change with every render. */
export interface UseWebSocketOptions {
  /** Each message, in order, none left out. */
  onMessage?: ((message: WebSocketMessage) => void) | undefined;
  /** The link became usable. */
  onConnect?: (() => void) | undefined;
  /** A link that was usable ended. */
  onDisconnect?: ((event: ClientEvents['close']) => void) | undefined;
  /** The dial failed, or the link broke. */
  onError?: ((error: Event) => void) | undefined;
  /** Failed dials before giving up. Default 5. */
  reconnectAttempts?: number | undefined;
  /** Delay before the first retry; doubles with each. Default 1000 ms. */
  reconnectDelay?: number | undefined;
  /** How many messages `messages` holds. Default 1000. */
  maxMessages?: number | undefined;
  /**
   * What becomes of a message while there is no connection: it waits for one (`queue`, the default), or is dropped with a
   * warning (`drop`), as the system's own hook does (C13).
   */
  offline?: 'queue' | 'drop' | undefined;
  /** Hears of opens, closes and retries (S4.62, S4.64), of no contents. Default: nobody does. */
  logger?: Pick<Console, 'debug'> | undefined;
  /** Where the connection lives; in a Worker it costs this page the least (docs/THREADS.md). Default `main`. */
  thread?: ChatClientOptions['thread'];
  WebSocket?: WebSocketConstructor | undefined;
}

/** A client for as long as a store is held. */
export interface HeldClient extends SharedClient {
  /** Whether the store is to connect it: one that somebody else has made is left as it is. */
  readonly connects: boolean;
}

/** Gives a client. Options may change with every render: the function gives those of the newest one. */
export type OpenClient = (options: () => UseWebSocketOptions) => HeldClient;

/** What the hooks show; a new object whenever something in it changed. */
export interface WebSocketView {
  readonly isConnected: boolean;
  readonly lastMessage: WebSocketMessage | null;
  readonly messages: readonly WebSocketMessage[];
  readonly connectionError: string | null;
  readonly state: ConnectionState;
  /** Number of the coming dial, of how many before it gives up, and when it is due in milliseconds since 1970. */
  readonly attempt: number;
  readonly maxAttempts: number;
  readonly retryAt: number | null;
  /** Messages that wait to be sent. */
  readonly queued: number;
}

/** Texts of `connectionError`: the two frameworks of the system have their own (C38). */
export interface ErrorTexts {
  failed: string;
  refused: string;
  exhausted: string;
  /** For the console: a frame that is no JSON object. */
  unparsable: string;
  /** For the console: a message that was dropped. */
  dropped: string;
}

interface Subscriber {
  readonly type: string;
  readonly handler: (message: Message) => void;
  stop: Unsubscribe | undefined;
}

export const initialView: WebSocketView = Object.freeze({
  isConnected: false,
  lastMessage: null,
  messages: [],
  connectionError: null,
  state: 'idle',
  attempt: 0,
  maxAttempts: Infinity,
  retryAt: null,
  queued: 0,
});

/**
 * What both `useWebSocket` hooks are made of: one client, and a view of it that changes at most once per animation frame
 * while messages stream in. State changes show at once.
 *
 * The client lives from the first `retain()` until a task after the last `release()` ({@link Holders}).
 */
export class WebSocketStore {
  #callbacks: UseWebSocketOptions;

  readonly #open: OpenClient;
  readonly #texts: ErrorTexts;
  readonly #maxMessages: number;
  readonly #listeners = new Set<ChangeListener>();
  readonly #frames = new FrameScheduler(() => this.#show({}, true));
  readonly #subscribers = new Set<Subscriber>();
  readonly #holders = new Holders(() => this.#end());
  #held: HeldClient | undefined;
  #unwatch: Unsubscribe[] = [];
  #arrived: WebSocketMessage[] = [];
  #view = initialView;

  /** @param open Gives the client when the store is held; what it throws is shown as `connectionError`. */
  constructor(open: OpenClient, options: UseWebSocketOptions, texts: ErrorTexts) {
    this.#open = open;
    this.#texts = texts;
    this.#maxMessages = options.maxMessages ?? 1000;
    this.#callbacks = options;
  }

  /** Callbacks may change with every render; the newest are called. */
  setCallbacks(options: UseWebSocketOptions): void {
    this.#callbacks = options;
  }

  readonly onChange = (listener: ChangeListener): Unsubscribe => {
    const entry: ChangeListener = (isStreamed) => listener(isStreamed);
    this.#listeners.add(entry);
    return () => this.#listeners.delete(entry);
  };

  readonly getView = (): WebSocketView => this.#view;

  /** The client, while somebody holds the store. */
  get client(): ChatClient | undefined {
    return this.#held?.client;
  }

  readonly connect = (): void => {
    void this.client?.connect();
  };

  readonly disconnect = (): void => {
    this.client?.disconnect();
  };

  /**
   * Sends what a user wrote as the client's system does, and any other value as a JSON frame (C11, C19). While there is no
   * connection, it waits for one.
   */
  readonly sendMessage = (message: unknown, details?: object): Receipt | undefined => {
    const { client } = this;
    if (!client) console.warn(this.#texts.dropped);
    else if (typeof message === 'string') return client.sendMessage(message, details);
    else if (typeof message === 'object' && message !== null) return client.send(message);
    else return client.sendText(JSON.stringify(message ?? null));
    return undefined;
  };

  /** Sends a question as the `nexus` system does. Returns its id, which the answer repeats (S3.44). */
  readonly ask = (query: string, teamId?: string): string => {
    const id = uuid();
    const payload = { query, ...(teamId !== undefined && { team_id: teamId }) };
    this.sendMessage({ type: 'ask', id, payload });
    return id;
  };

  /** Calls `handler` for each message of a type, or of all (`'*'`). It may be asked before the store is held. */
  readonly subscribe = (type: string, handler: (message: Message) => void): Unsubscribe => {
    const subscriber: Subscriber = { type, handler, stop: this.client?.subscribe(type, handler) };
    this.#subscribers.add(subscriber);
    return () => {
      subscriber.stop?.();
      this.#subscribers.delete(subscriber);
    };
  };

  readonly clearMessages = (): void => {
    this.#arrived = [];
    this.#show({ messages: initialView.messages });
  };

  retain(): void {
    this.#holders.retain();
    if (this.#held) return;
    try {
      this.#held = this.#open(() => this.#callbacks);
      this.#watch(this.#held.client);
      if (this.#held.connects) void this.#held.client.connect();
    } catch (error) {
      console.error(error);
      this.#show({ connectionError: this.#texts.refused });
    }
  }

  release(): void {
    this.#holders.release();
  }

  #end(): void {
    this.#frames.cancel();
    for (const stop of this.#unwatch.splice(0)) stop();
    for (const subscriber of this.#subscribers) subscriber.stop?.();
    this.#held?.release();
    this.#held = undefined;
  }

  #watch(client: ChatClient): void {
    for (const subscriber of this.#subscribers)
      subscriber.stop = client.subscribe(subscriber.type, subscriber.handler);
    this.#unwatch = [
      client.subscribe('*', (message) => this.#receive(message)),
      client.on('invalid', () => {
        // Not what it says: contents belong into no log (W80).
        console.error(this.#texts.unparsable, new SyntaxError('It is no JSON object'));
      }),
      client.on('unsent', ({ error }) => {
        if (error.code === 'OUTBOX_OVERFLOW') console.warn(this.#texts.dropped);
      }),
      client.on('retry', ({ attempt, delay }) =>
        this.#debug(`Attempting reconnect in ${delay}ms (attempt ${attempt})`),
      ),
      client.on('open', () => {
        this.#debug('WebSocket connected');
        this.#callbacks.onConnect?.();
      }),
      client.on('close', (event) => {
        this.#debug('WebSocket disconnected', event.code, event.reason);
        if (event.wasOpen) this.#callbacks.onDisconnect?.(event);
      }),
      client.on('error', (error) => {
        this.#show({ connectionError: this.#textFor(error.code) });
        this.#callbacks.onError?.(errorEvent(error));
      }),
      client.onChange(() => this.#follow(client)),
    ];
    this.#view = Object.freeze({ ...this.#view, maxAttempts: client.maxAttempts });
    // One that somebody else has made may be connected already.
    if (client.state !== 'idle') this.#follow(client);
  }

  #follow(client: ChatClient): void {
    const { state, attempt, retryAt, queued } = client.getSnapshot();
    const isConnected = state === 'connected';
    const error = isConnected ? { connectionError: null } : {};
    this.#show({ state, attempt, retryAt, queued, isConnected, ...error });
  }

  #receive({ isValid, raw }: Message): void {
    if (!isValid) return;
    const message = raw as unknown as WebSocketMessage;
    this.#arrived.push(message);
    this.#frames.request();
    this.#callbacks.onMessage?.(message);
  }

  #debug(...what: unknown[]): void {
    this.#callbacks.logger?.debug(...what);
  }

  #textFor(code: string): string | null {
    if (code === 'BAD_URL') return this.#texts.refused;
    if (code === 'ATTEMPTS_EXHAUSTED') return this.#texts.exhausted;
    return code === 'HANDLER_THREW' ? this.#view.connectionError : this.#texts.failed;
  }

  #show(change: Partial<WebSocketView>, isStreamed = false): void {
    const arrived = this.#arrived;
    this.#arrived = [];
    this.#frames.cancel();
    const news =
      arrived.length > 0
        ? {
            lastMessage: arrived.at(-1) ?? null,
            messages: newest(this.#maxMessages, [...this.#view.messages, ...arrived]),
          }
        : {};
    this.#view = Object.freeze({ ...this.#view, ...news, ...change });
    for (const listener of [...this.#listeners]) listener(isStreamed);
  }
}

/** Unlike `slice(-count)`, also of none. */
function newest<Item>(count: number, items: Item[]): Item[] {
  return items.slice(Math.max(0, items.length - count));
}
