/**
 * The names of the `autobot` system, with its hook for React.
 *
 * @module chatwire/autobot
 */
'use client';
export * from './client.ts';
export {
  useWebSocket,
  type UseWebSocketOptions,
  type UseWebSocketResult,
  type WebSocketMessage,
} from 'chatwire/react';
