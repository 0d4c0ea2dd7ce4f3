/**
 * The names of the `dashboard` system that need no framework.
 *
 * @module chatwire/dashboard/client
 */
export type { ErrorLogger, WebSocketClientOptions } from './options.ts';
export { createWebSocketClient, WebSocketClient, type ConnectionState } from './webSocketClient.ts';
