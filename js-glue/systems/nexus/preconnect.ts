import type { WebSocketConfig } from './config.ts';
import { WebSocketService } from './webSocketService.ts';

/** Services that were connected before anybody mounted, by what they connect to. */
const early = new Map<string, WebSocketService>();

/** What makes another connection: the address, the key, and how often it is tried. Functions are taken to be the same. */
export function identityOf({
  url,
  apiKey,
  reconnectInterval,
  maxReconnectAttempts,
}: WebSocketConfig): string {
  const values = [url, apiKey].map((value) => (typeof value === 'function' ? 'function' : value));
  return JSON.stringify([...values, reconnectInterval, maxReconnectAttempts]);
}

/**
 * Connects before a component is mounted (S3.74). The first `useWebSocket()` with the same `url` and `apiKey` takes the
 * service over, with what it has received, and ends it when it is unmounted. Until then it is the caller's.
 */
export function preconnect(config: WebSocketConfig): WebSocketService {
  const identity = identityOf(config);
  const service = early.get(identity) ?? new WebSocketService(config);
  early.set(identity, service);
  void service.connect();
  return service;
}

/** The service that waits for this, if any; it is no other's any more. */
export function adopt(config: WebSocketConfig): WebSocketService | undefined {
  const identity = identityOf(config);
  const service = early.get(identity);
  early.delete(identity);
  return service?.client.isDestroyed ? undefined : service;
}
