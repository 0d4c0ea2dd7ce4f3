import {
  chat,
  createChatClient,
  type ChatClient,
  type ChatMessages,
  type ChatwireError,
  type ClientEvents,
  type Receipt,
  type SendOptions,
  type Unsubscribe,
} from 'chatwire';
import { errorText } from '../shared/errorText.ts';
import { closeEvent, errorEvent } from '../../adapters/platformEvents.ts';
import { StateListeners } from '../shared/stateListeners.ts';
import { clientOptions, resolveConfig, type ResolvedConfig, type WebSocketConfig } from './config.ts';
import {
  callbackNames,
  type ConnectionState,
  type WebSocketEvents,
  type WebSocketEventType,
} from './events.ts';
import type { ClientMessage, ServerMessage } from './messages.ts';

type Client = ChatClient<ChatMessages>;

/**
 * The client of the `chat` system, as its pages know it (S1.23 to S1.58): callbacks, an own name for each state, and a
 * conversation that goes on. The work is done by a `ChatClient` of the profile `chat`.
 */
export class ChatWebSocket {
  /** What it was made with, and the defaults. */
  readonly config: ResolvedConfig;
  readonly #states = new StateListeners<ConnectionState>('disconnected');
  #client: Client | undefined;
  /** `disconnect()` was the last word. */
  #isDismissed = false;
  #conversationId: string | undefined;

  /**
   * Opens nothing, so it may be made while a server renders a page.
   *
   * @throws TypeError that names the option which is wrong.
   */
  constructor(config: WebSocketConfig = {}) {
    this.config = resolveConfig(config);
    this.#states.add((state) => this.config.onStateChange?.(state));
    this.#client = this.#makeClient();
  }

  /** `disconnected` from the call of `disconnect()` on, although the closing takes a moment (S1.33, S1.49). */
  get state(): ConnectionState {
    const name = this.#client && !this.#isDismissed ? nameOf(this.#client.state) : 'disconnected';
    return name === 'closing' ? 'disconnected' : name;
  }

  /** Messages leave at once. */
  get isConnected(): boolean {
    return this.state === 'connected';
  }

  /** How many messages wait to be sent. */
  get queueSize(): number {
    return this.#client?.getSnapshot().queued ?? 0;
  }

  /** The conversation of messages that name none: the one that was sent to last, else the first that the server has named. */
  get conversationId(): string | undefined {
    return this.#conversationId;
  }

  /** The client behind it, for all that this class has no name for. After a `disconnect()` it is another one. */
  get client(): Client {
    return (this.#client ??= this.#makeClient());
  }

  /** Dials, unless a link is open or on its way; while a retry is pending, at once. */
  connect(): void {
    this.#isDismissed = false;
    void this.client.connect();
  }

  /** Closes with 1000 and does not come back by itself. What is queued is dropped (W26). */
  disconnect(): void {
    this.#isDismissed = true;
    if (!this.#client) return;
    this.#client.disconnect();
    this.#release(this.#client);
  }

  /**
   * Sends a message; while there is no link it waits for one, and connects if nobody has (S1.52, S1.53). One that names no
   * conversation goes to the present one (S1.116).
   *
   * @returns What becomes of it. May be ignored.
   */
  send(message: ClientMessage, options?: SendOptions): Receipt {
    this.#isDismissed = false;
    if (message.conversation_id !== undefined) this.#conversationId = message.conversation_id;
    const id = this.#conversationId;
    return this.client.send(id === undefined ? message : { ...message, conversation_id: id }, options);
  }

  /** Calls `listener` with each new state. Each call is a subscription of its own. Stable. */
  get onStateChange(): (listener: (state: ConnectionState) => void) => Unsubscribe {
    return this.#states.add;
  }

  /** Tells whoever wants to hear of it. */
  protected tell<Type extends WebSocketEventType>(
    event: Type,
    ...details: Parameters<WebSocketEvents[Type]>
  ): void {
    const callback = this.config[callbackNames[event]] as ((...details: unknown[]) => void) | undefined;
    callback?.(...details);
  }

  #makeClient(): Client {
    const client = createChatClient<'chat'>({ ...clientOptions(this.config), profile: 'chat' });
    client.on('open', () => this.tell('open'));
    client.on('close', (details) => this.tell('close', closeEvent(details)));
    client.on('error', (error) => this.#fail(error, client));
    client.on('state', ({ state }) => this.#changeState(state, client));
    client.on('invalid', ({ reason }) => {
      // Without what it says: contents belong into no log (W80).
      console.error('Failed to parse WebSocket message:', new SyntaxError(`The frame ${reason}`));
    });
    client.subscribe('*', (message) => {
      if (message.isValid) this.#receive(message.payload);
    });
    return client;
  }

  #receive(message: ServerMessage): void {
    // Types are the server's promise; what is sent to it again has to be one of its ids.
    const id: unknown = message.conversation_id;
    if (typeof id === 'string') this.#conversationId ??= id;
    this.tell('message', message);
  }

  #fail(error: ChatwireError, client: Client): void {
    // S1.56. The limit is a decision and no event of a socket.
    if (error.code === 'ATTEMPTS_EXHAUSTED') return console.error(errorText(chat.errorTexts, error));
    if (error.code === 'HANDLER_THREW') return console.error(error);
    if (client.state === 'failed') console.error(error);
    this.tell('error', errorEvent(error));
  }

  #changeState(core: ClientEvents['state']['state'], client: Client): void {
    if (this.#isDismissed) this.#release(client);
    this.#states.tell(nameOf(core));
  }

  /**
   * The core holds memory for a client until that is destroyed, and this class is only ever told to disconnect: then the
   * client goes when its socket is closed (S1.119). In a task of its own, so that all has been told before.
   */
  #release(client: Client): void {
    setTimeout(() => {
      const { state, queued } = client.getSnapshot();
      const isAtRest = state === 'idle' || state === 'closed' || state === 'failed';
      if (!this.#isDismissed || client !== this.#client || !isAtRest || queued > 0) return;
      client.destroy();
      this.#client = undefined;
    });
  }
}

function nameOf(state: keyof typeof chat.states): ConnectionState {
  return chat.states[state] as ConnectionState;
}
