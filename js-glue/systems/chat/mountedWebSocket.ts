import { ChatWebSocket, type WebSocketConfig } from 'chatwire/chat/client';
import { Holders } from '../../adapters/holders.ts';

/**
 * One {@link ChatWebSocket} for a component that comes and goes. It is connected from the first `retain()` until a task after the
 * last `release()` ({@link Holders}).
 */
export class MountedWebSocket {
  readonly webSocket: ChatWebSocket;
  readonly #holders = new Holders(() => this.webSocket.disconnect());
  #callbacks: WebSocketConfig;

  constructor(options: WebSocketConfig) {
    this.#callbacks = options;
    this.webSocket = new ChatWebSocket({
      ...options,
      onOpen: () => this.#callbacks.onOpen?.(),
      onClose: (event) => this.#callbacks.onClose?.(event),
      onError: (error) => this.#callbacks.onError?.(error),
      onMessage: (message) => this.#callbacks.onMessage?.(message),
      onStateChange: (state) => this.#callbacks.onStateChange?.(state),
    });
  }

  /** The newest are called (W68). */
  setCallbacks(options: WebSocketConfig): void {
    this.#callbacks = options;
  }

  retain(): void {
    this.#holders.retain();
    if (this.#holders.count === 1) this.webSocket.connect();
  }

  release(): void {
    this.#holders.release();
  }
}
