/**
 * The names of the `wazuh` system that need no framework.
 *
 * @module chatwire/wazuh/client
 */
import type { WazuhClientMessage, WazuhServerMessage } from '../../messages/generated/wazuh.ts';

export type {
  ChatMessage,
  ChatResponse,
  Connection,
  ErrorReport,
  SessionCreated,
  SystemNotification,
  TypingStart,
  TypingStop,
  WazuhClientMessage,
  WazuhServerMessage,
} from '../../messages/generated/wazuh.ts';
export { mockWebSocket } from './mockSocket.ts';
export type { ErrorKind, SessionError, SessionOptions } from './options.ts';
export { WebSocketSession, type ConnectionStatus, type SessionView } from './session.ts';
export {
  bindChatStore,
  bindUiStore,
  type ChatEntry,
  type ChatSession,
  type ChatState,
  type Notification,
  type StoreLike,
  type Toast,
  type UiState,
} from './stores.ts';

/** Any message of the system: eight types, and no other (S0.13, S0.14). */
export type WebSocketMessage = (WazuhClientMessage | WazuhServerMessage) & { data: unknown };
