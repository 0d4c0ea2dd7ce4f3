export { useWebSocket, type UseWebSocketReturn } from './vue/useWebSocket.ts';
export type { UseWebSocketOptions, WebSocketMessage } from './adapters/webSocketStore.ts';
