import { ChatWebSocket, type WebSocketConfig } from 'chatwire/chat/client';

/**
 * One {@link ChatWebSocket} for a component that comes and goes. It is connected from the first `retain()` until `release()`
 * was called as often and a task has passed: StrictMode and hot reload unmount and mount again within a task, and keep their
 * socket (W69).
 */
export class MountedWebSocket {
  readonly webSocket: ChatWebSocket;
  #callbacks: WebSocketConfig;
  #holders = 0;

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
    if (this.#holders++ === 0) this.webSocket.connect();
  }

  release(): void {
    this.#holders--;
    setTimeout(() => {
      if (this.#holders === 0) this.webSocket.disconnect();
    });
  }
}
