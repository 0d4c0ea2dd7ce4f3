/**
 * The client, its options and errors, the profiles, and tools for messages.
 *
 * @module chatwire
 */
export { ChatClient, createChatClient } from './client/client.ts';
export type { Unsubscribe } from './client/emitter.ts';
export type { ClientStats } from './client/clientStats.ts';
export { ChatwireError, type ChatwireErrorCode } from './client/errors.ts';
export type { ClientEvents } from './client/events.ts';
export type { HistoryQuery } from './client/historyQuery.ts';
export { Message } from './client/message.ts';
export type { AuthChallenge, AuthMessage, AuthOptions, AuthRequest, Provided } from './auth/options.ts';
export type {
  BufferOptions,
  ChatClientOptions,
  CloseDetails,
  HeartbeatOptions,
  HistoryOptions,
  OutboxOptions,
  RateLimitOptions,
  ReconnectOptions,
  ThreadOptions,
} from './client/options.ts';
export type { Receipt, ReceiptStatus } from './client/receipts.ts';
export type { RequestOptions } from './client/requestOptions.ts';
export type { SendOptions } from './client/sendOptions.ts';
export type { ConnectionSnapshot } from './client/snapshot.ts';
export type { MessageHandler } from './client/subscriptions.ts';
export type { TraceEntry, TraceEvent } from './client/trace.ts';
export type { ClientType, MessageOf, ServerType } from './client/typedMessages.ts';
export type { TappedFrame } from './core/frameTap.ts';
export type { ConnectionState, Hint, RequestStats } from './core/handle.ts';
export type { Clock } from './core/clock.ts';
export type { WebSocketConstructor, WebSocketLike } from './core/socketAdapter.ts';
export type { Where } from './client/clientStats.ts';
export type { AnyMessages, MessageMap, SystemMessages } from './messages/messageMap.ts';
export type { AutobotMessages } from './messages/generated/autobot.ts';
export type { ChatMessages } from './messages/generated/chat.ts';
export type { DashboardMessages } from './messages/generated/dashboard.ts';
export type { NexusMessages } from './messages/generated/nexus.ts';
export type { WazuhMessages } from './messages/generated/wazuh.ts';
export type { SharedWorkerLike, WorkerLike } from './thread/port.ts';
export { autobot } from './profiles/autobot.ts';
export { base } from './profiles/base.ts';
export { chat } from './profiles/chat.ts';
export { dashboard } from './profiles/dashboard.ts';
export { nexus } from './profiles/nexus.ts';
export type {
  CloseCodeAction,
  NeutralEvent,
  NeutralSource,
  Profile,
  ReconnectDefaults,
} from './profiles/profile.ts';
export type { ProfileName } from './profiles/profiles.ts';
export { wazuh } from './profiles/wazuh.ts';
export { Channels, type Channel, type ChannelsOptions } from './tools/channels.ts';
export { EventLog, type EventLogOptions, type EventQuery, type LoggedEvent } from './tools/eventLog.ts';
export { MessageBatcher, type MessageBatcherOptions, type Timers } from './tools/messageBatcher.ts';
export {
  filtered,
  MessageFilter,
  type CountingFilter,
  type Filter,
  type MessageFilterOptions,
} from './tools/messageFilter.ts';
export type { MessageLike, MessageSource } from './tools/messageLike.ts';
export { MessageRouter, type MessageRouterOptions } from './tools/messageRouter.ts';
export { jsonSchema, type JsonSchema } from './validation/jsonSchema.ts';
export type { SchemaIssue, SchemaResult, StandardSchema } from './validation/standardSchema.ts';
export { shareChatClient, type SharedClient, type SharedClientOptions } from './client/sharedClients.ts';
export { takesHeaders } from './core/openSocket.ts';
export { uuid } from './client/uuid.ts';
export type { Locks, TextCodec, TextStorage } from './tools/messageShelf.ts';
export {
  openPersistentOutbox,
  type PersistentOutbox,
  type PersistentOutboxOptions,
} from './tools/persistentOutbox.ts';
export { Reorder, type Gap, type ReorderOptions } from './tools/reorder.ts';
export { sendBatchTo } from './tools/sendBatchTo.ts';
