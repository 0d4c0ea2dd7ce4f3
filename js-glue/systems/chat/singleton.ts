import { ChatWebSocket } from './chatWebSocket.ts';
import type { WebSocketConfig } from './config.ts';

let instance: ChatWebSocket | undefined;
let firstConfig: WebSocketConfig | undefined;

/**
 * The one {@link ChatWebSocket} of the application, made by the first call (S1.69, S1.70). Later calls may leave the
 * configuration out; another one than the first is warned of, and not used (W64).
 *
 * @throws TypeError that names the option which is wrong.
 */
export function getWebSocket(config?: WebSocketConfig): ChatWebSocket {
  if (!instance) {
    instance = new ChatWebSocket(config);
    firstConfig = config;
  } else if (config && !isSame(config, firstConfig ?? {})) {
    console.warn(
      'chatwire: getWebSocket() has its instance already, and keeps the configuration of that. To use another one, call destroyWebSocket() first.',
    );
  }
  return instance;
}

/** Disconnects it, if there is one; the next `getWebSocket()` makes another one (S1.71). */
export function destroyWebSocket(): void {
  instance?.disconnect();
  instance = undefined;
  firstConfig = undefined;
}

function isSame(one: WebSocketConfig, other: WebSocketConfig): boolean {
  const names = [...Object.keys(one), ...Object.keys(other)] as (keyof WebSocketConfig)[];
  return names.every((name) => one[name] === other[name]);
}
