'use client';

export * from './client.ts';
export {
  useWebSocket,
  WebSocketProvider,
  type UseWebSocketResult,
  type WebSocketProviderProps,
} from './provider.ts';
