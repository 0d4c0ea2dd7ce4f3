import { MessageRouter, type MessageLike, type MessageSource, type Unsubscribe } from 'chatwire';

/**
 * Handlers by message type, which get the payload, and the message as a second argument (S4.101 to S4.111). A second handler
 * for a type replaces the first (S4.103).
 */
export class WebSocketMessageRouter {
  readonly #router = new MessageRouter<MessageLike>({
    unknown: 'warn',
    onError: (error, message) => {
      // Not the message: its contents belong into no log (W80).
      console.error(`Error processing ${String((message as Partial<MessageLike> | null)?.type)}:`, error);
    },
  });

  /**
   * Has a function called for each message of a type; the latest one counts.
   *
   * @typeParam Payload What the server promises of the payload. It is taken at its word: nothing is checked.
   */
  addHandler<Payload = unknown>(
    messageType: string,
    handler: (payload: Payload, message: MessageLike) => void,
  ): void {
    this.#router.add(messageType, handler);
  }

  /** Has no function called for that type any more. */
  removeHandler(messageType: string): void {
    this.#router.remove(messageType);
  }

  /** Hands a message to the handler of its type; without one, the console is told. Never throws (W37). */
  processMessage(message: unknown): void {
    this.#router.process(message);
  }

  /** Processes all messages of a client from now on. Returns what ends that. */
  attach(client: MessageSource<MessageLike>): Unsubscribe {
    return this.#router.attach(client);
  }
}
