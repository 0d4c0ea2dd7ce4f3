import type { WebSocketConstructor } from 'chatwire';

/**
 * Puts a constructor in the place of the platform's `WebSocket`, for code that cannot be given one. Gives back how to undo
 * that: call it when the test is over (W87).
 */
export function installWebSocket(WebSocket: WebSocketConstructor): () => void {
  const before = Object.getOwnPropertyDescriptor(globalThis, 'WebSocket');
  Object.defineProperty(globalThis, 'WebSocket', { value: WebSocket, configurable: true, writable: true });
  return () => {
    if (before) Object.defineProperty(globalThis, 'WebSocket', before);
    else Reflect.deleteProperty(globalThis, 'WebSocket');
  };
}
