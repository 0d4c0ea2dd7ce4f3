import type { ChangeListener } from '../../adapters/changeListener.ts';
import { FrameScheduler } from '../../adapters/frameScheduler.ts';
import { Holders } from '../../adapters/holders.ts';
import { latest } from '../../adapters/latest.ts';
import type { WebSocketConfig } from './config.ts';
import { errorTexts } from './errorTexts.ts';
import type { WebSocketMessage } from './messages.ts';
import { adopt } from './preconnect.ts';
import { WebSocketService, type ConnectionState } from './webSocketService.ts';

/** Options of `useWebSocket`. */
export interface UseWebSocketOptions extends WebSocketConfig {
  /** How many messages `messages` holds. Default 1000. */
  maxMessages?: number | undefined;
}

export interface ServiceView {
  readonly state: ConnectionState;
  readonly messages: readonly WebSocketMessage[];
}

export const initialView: ServiceView = Object.freeze({
  state: Object.freeze({ connected: false, connecting: false }),
  messages: [],
});

/**
 * What `useWebSocket` stands on: one service, and a view of it. Messages show at most once per animation frame, states at
 * once. The service lives from the first `retain()` until a task after the last `release()` ({@link Holders}).
 */
export class ServiceStore {
  readonly #listeners = new Set<ChangeListener>();
  readonly #frames = new FrameScheduler(() => this.#show({}, true));
  readonly #maxMessages: number;
  readonly #ids = new Set<string>();
  readonly #holders = new Holders(() => this.#end());
  #options: UseWebSocketOptions;
  #service: WebSocketService | undefined;
  #arrived: WebSocketMessage[] = [];
  #view = initialView;
  #count = 0;

  constructor(options: UseWebSocketOptions) {
    this.#options = options;
    this.#maxMessages = options.maxMessages ?? 1000;
  }

  /** Functions may change with every render: the newest are called. */
  setOptions(options: UseWebSocketOptions): void {
    this.#options = options;
  }

  readonly subscribe = (listener: ChangeListener): (() => void) => {
    const entry: ChangeListener = (isStreamed) => listener(isStreamed);
    this.#listeners.add(entry);
    return () => this.#listeners.delete(entry);
  };

  readonly getView = (): ServiceView => this.#view;

  /** The service, while somebody holds the store. */
  get service(): WebSocketService | undefined {
    return this.#service;
  }

  readonly connect = (): void => void this.#service?.connect();

  readonly disconnect = (): void => this.#service?.disconnect();

  readonly sendMessage = (query: string, teamId?: string): string => {
    if (!this.#service)
      throw new Error('chatwire: sendMessage() was called before the component was mounted');
    return this.#service.sendQuery(query, teamId);
  };

  readonly onMessage = (type: string, handler: (message: WebSocketMessage) => void): (() => void) =>
    this.#service?.onMessage(type, handler) ?? (() => {});

  readonly clearMessages = (): void => {
    this.#arrived = [];
    this.#ids.clear();
    this.#show({ messages: initialView.messages });
  };

  retain(): void {
    this.#holders.retain();
    if (this.#service) return;
    try {
      this.#open(adopt(this.#options) ?? this.#make());
    } catch (error) {
      // A wrong option must not tear down the page.
      console.error(error);
      const text = this.#options.errorTexts?.BAD_URL ?? errorTexts.BAD_URL ?? '';
      this.#show({ state: { connected: false, connecting: false, error: text } });
    }
  }

  release(): void {
    this.#holders.release();
  }

  #end(): void {
    this.#frames.cancel();
    this.#service?.destroy();
    this.#service = undefined;
  }

  #open(service: WebSocketService): void {
    this.#service = service;
    this.#arrived = service.history().map((message) => this.#shown(message));
    service.onMessage('*', (message) => {
      this.#arrived.push(this.#shown(message));
      this.#frames.request();
    });
    service.onStateChange((state) => this.#show({ state }));
    void service.connect();
    this.#show({ state: service.state });
  }

  #make(): WebSocketService {
    const { maxMessages: _, ...config } = this.#options;
    const { url, apiKey } = config;
    return new WebSocketService({
      ...config,
      url: typeof url === 'function' ? (request) => latest(this.#options.url, request) : url,
      apiKey: typeof apiKey === 'function' ? () => latest(this.#options.apiKey) : apiKey,
      onFallback: (error) => this.#options.onFallback?.(error),
    });
  }

  /** With an id that no other one in `messages` has, and a payload that can be read of (S3.49). */
  #shown(message: WebSocketMessage): WebSocketMessage {
    const id = this.#ids.has(message.id) ? `${message.id}#${++this.#count}` : message.id;
    this.#ids.add(id);
    return { ...message, id, payload: (message.payload as unknown) ?? {} };
  }

  #show(change: Partial<ServiceView>, isStreamed = false): void {
    const arrived = this.#arrived;
    this.#arrived = [];
    this.#frames.cancel();
    this.#view = Object.freeze({
      ...this.#view,
      ...(arrived.length > 0 && { messages: this.#newest([...this.#view.messages, ...arrived]) }),
      ...change,
    });
    for (const listener of [...this.#listeners]) listener(isStreamed);
  }

  #newest(messages: WebSocketMessage[]): WebSocketMessage[] {
    const excess = Math.max(0, messages.length - this.#maxMessages);
    for (const { id } of messages.splice(0, excess)) this.#ids.delete(id);
    return messages;
  }
}
