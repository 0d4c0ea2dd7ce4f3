/**
 * The names of the `nexus` system that need no framework.
 *
 * @module chatwire/nexus/client
 */
export type { ApiKey, Authentication, SignedBy, WebSocketConfig } from './config.ts';
export type { ConfirmOptions, Delivery, DeliveryStatus } from './confirmation.ts';
export { AbortError, ServerError } from './errors.ts';
export { errorTexts, type ErrorTexts } from './errorTexts.ts';
export type { Logger, Logging, LogLevel } from './log.ts';
export {
  isResponse,
  type AskMessage,
  type AskRequest,
  type AskResponse,
  type AuthMessage,
  type ResponseMessage,
  type WebSocketMessage,
} from './messages.ts';
export { preconnect } from './preconnect.ts';
export {
  WebSocketService,
  type AskOptions,
  type ConnectionState,
  type Diagnostics,
} from './webSocketService.ts';
