'use client';
export { useWebSocket, type UseWebSocketResult } from './react/useWebSocket.ts';
export type { UseWebSocketOptions, WebSocketMessage } from './adapters/webSocketStore.ts';
