/**
 * The names of the `chat` system that need no framework.
 *
 * @module chatwire/chat/client
 */
export { AnswerAssembler, type Answer } from './answerAssembler.ts';
export { ChatWebSocket } from './chatWebSocket.ts';
export { ChatWebSocketEmitter } from './chatWebSocketEmitter.ts';
export type { ResolvedConfig, WebSocketConfig } from './config.ts';
export type { ConnectionState, WebSocketEvents, WebSocketEventType } from './events.ts';
export type { ClientMessage, ServerMessage } from './messages.ts';
export { destroyWebSocket, getWebSocket } from './singleton.ts';
