export { AnswerAssembler, type Answer } from './answerAssembler.ts';
export { ChatWebSocket } from './chatWebSocket.ts';
export { ChatWebSocketEmitter } from './chatWebSocketEmitter.ts';
export type { ResolvedConfig, WebSocketConfig } from './config.ts';
export type { ConnectionState, WebSocketEvents, WebSocketEventType } from './events.ts';
export type { ClientMessage, ServerMessage } from './messages.ts';
export { destroyWebSocket, getWebSocket } from './singleton.ts';
