'use client';
export * from './client.ts';
export {
  useWebSocket,
  type UseWebSocketOptions,
  type UseWebSocketResult,
  type WebSocketMessage,
} from 'chatwire/react';
