import { ChatWebSocket } from './chatWebSocket.ts';
import type { WebSocketEvents, WebSocketEventType } from './events.ts';

type Listener = (...details: unknown[]) => void;

/** A {@link ChatWebSocket} with any number of listeners beside the callbacks (S1.59 to S1.68). */
export class ChatWebSocketEmitter extends ChatWebSocket {
  readonly #listeners = new Map<WebSocketEventType, Set<Listener>>();

  /**
   * Calls `callback` whenever that happens, in the order of registration; once, however often it is registered.
   *
   * @returns Takes it away again.
   */
  on<Type extends WebSocketEventType>(event: Type, callback: WebSocketEvents[Type]): () => void {
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners.add(callback as Listener));
    return () => void listeners.delete(callback as Listener);
  }

  /** Calls every listener of it, also when another one throws. The client does this for its events by itself. */
  emit<Type extends WebSocketEventType>(event: Type, ...details: Parameters<WebSocketEvents[Type]>): void {
    const listeners = this.#listeners.get(event) ?? new Set();
    for (const listener of [...listeners]) {
      // One before it may have taken it away.
      if (!listeners.has(listener)) continue;
      try {
        listener(...details);
      } catch (error) {
        console.error(error);
      }
    }
  }

  protected override tell<Type extends WebSocketEventType>(
    event: Type,
    ...details: Parameters<WebSocketEvents[Type]>
  ): void {
    try {
      super.tell(event, ...details);
    } finally {
      this.emit(event, ...details);
    }
  }
}
