/**
 * Composables and a plugin for Vue.
 *
 * @module chatwire/vue
 */
export { createChatwire, useChatClient, type Chatwire } from './vue/chatwire.ts';
export {
  useConnection,
  useLatestMessage,
  useMessages,
  useSelector,
  useSend,
  type UseMessagesOptions,
} from './vue/composables.ts';
export { useWebSocket, type UseWebSocketReturn } from './vue/useWebSocket.ts';
export type { UseWebSocketOptions, WebSocketMessage } from './adapters/webSocketStore.ts';
