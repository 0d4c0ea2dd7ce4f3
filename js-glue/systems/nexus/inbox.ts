import {
  MessageRouter,
  Reorder,
  type ChatClient,
  type Gap,
  type NexusMessages,
  type Message,
} from 'chatwire';
import type { WebSocketConfig } from './config.ts';
import type { Log } from './log.ts';
import { messageOf, type WebSocketMessage } from './messages.ts';

type Handler = (message: WebSocketMessage) => void;

/** What the service has received: put in order where that is asked for, and handed to the handlers of its type. */
export class Inbox {
  readonly #router: MessageRouter<WebSocketMessage>;
  /** Handlers of all types. */
  readonly #all: MessageRouter<{ type: string; payload: WebSocketMessage }>;
  readonly #reorder: Reorder<WebSocketMessage> | undefined;
  /** Types that nobody handles, and that were warned of. */
  readonly #unhandled = new Set<string>();
  /** Ids of messages that somebody waits for, who needs no handler. */
  readonly #awaited = new Set<string>();
  #withoutId = 0;
  /** A handler of all types has got this message. */
  #isTaken = false;

  constructor(
    client: ChatClient<NexusMessages>,
    { sequence, reorder: { perConnection = true, onGap, ...options } = {} }: WebSocketConfig,
    private readonly log: Log,
  ) {
    const onError = (error: Error) => log.write('error', error.message, error.cause);
    this.#router = new MessageRouter({ multi: true, onError, unknown: (message) => this.#warnOf(message) });
    this.#all = new MessageRouter({ multi: true, onError });
    client.subscribe('*', (message) => this.#receive(message as Message));
    if (!sequence) return;
    this.#reorder = new Reorder((message: WebSocketMessage) => this.#deliver(message), {
      ...options,
      sequence,
      onGap: (gap) => {
        this.#tellOf(gap);
        onGap?.(gap);
      },
      onError,
    });
    if (perConnection) client.on('close', () => this.#reorder?.restart());
  }

  /** Calls `handler` for each message of this type, or of all (`*`). */
  on(type: string, handler: Handler): () => void {
    if (type !== '*') return this.#router.add(type, (_payload, message) => handler(message));
    return this.#all.add<WebSocketMessage>('received', handler);
  }

  /** Nobody need be warned of the answer with this id. Returns what ends that. */
  expect(id: string): () => void {
    this.#awaited.add(id);
    return () => this.#awaited.delete(id);
  }

  destroy(): void {
    this.#reorder?.destroy();
  }

  #receive(message: Message): void {
    if (!message.isValid) return;
    const received = messageOf(message, message.id ?? `local-${++this.#withoutId}`);
    this.log.frame('received', received);
    if (this.#reorder) this.#reorder.push(received);
    else this.#deliver(received);
  }

  #deliver(message: WebSocketMessage): void {
    this.#isTaken = this.#all.process({ type: 'received', payload: message });
    this.#router.process(message);
  }

  #warnOf({ type, id }: WebSocketMessage): void {
    if (this.#isTaken || this.#awaited.has(id) || this.#unhandled.has(type) || this.#unhandled.size >= 256)
      return;
    this.#unhandled.add(type);
    this.log.write('warn', `No handler for message type: ${JSON.stringify(type)}`);
  }

  #tellOf({ from, to }: Gap): void {
    this.log.write('warn', `Messages are missing: number ${from} to ${to}`);
  }
}
