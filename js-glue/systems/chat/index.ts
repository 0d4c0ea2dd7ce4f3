/**
 * The names of the `chat` system, with its hook for React.
 *
 * @module chatwire/chat
 */
'use client';

// By the package's own name, and one by one: there must be one instance on a page, whichever entry is imported, and Next.js
// takes no `export *` from a client component.
export {
  AnswerAssembler,
  ChatWebSocket,
  ChatWebSocketEmitter,
  destroyWebSocket,
  getWebSocket,
} from 'chatwire/chat/client';
export type {
  Answer,
  ClientMessage,
  ConnectionState,
  ResolvedConfig,
  ServerMessage,
  WebSocketConfig,
  WebSocketEvents,
  WebSocketEventType,
} from 'chatwire/chat/client';
export { useChatWebSocket } from './useChatWebSocket.ts';
