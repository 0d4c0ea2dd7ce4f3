/**
 * The names of the `wazuh` system, with its provider and its hook for React.
 *
 * @module chatwire/wazuh
 */
'use client';

export * from './client.ts';
export {
  useWebSocket,
  WebSocketProvider,
  type UseWebSocketResult,
  type WebSocketProviderProps,
} from './provider.ts';
