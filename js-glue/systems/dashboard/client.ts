export type { ErrorLogger, WebSocketClientOptions } from './options.ts';
export { createWebSocketClient, WebSocketClient, type ConnectionState } from './webSocketClient.ts';
