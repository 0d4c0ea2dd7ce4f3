/**
 * Hooks and a provider for React.
 *
 * @module chatwire/react
 */
'use client';
export { ChatProvider, useChatClient, type ChatProviderProps } from './react/ChatProvider.ts';
export {
  useConnection,
  useLatestMessage,
  useMessages,
  useSelector,
  useSend,
  type UseMessagesOptions,
} from './react/hooks.ts';
export { useStore, type ReadableStore } from './react/useStore.ts';
export { configureWebSocket, type KeyedOptions } from './adapters/heldClient.ts';
export {
  useWebSocket,
  type KeyedState,
  type UseKeyedWebSocketResult,
  type UseWebSocketResult,
} from './react/useWebSocket.ts';
export type { UseWebSocketOptions, WebSocketMessage } from './adapters/webSocketStore.ts';
