/**
 * Conversations, notifications and toasts as zustand stores, and what binds a client to them.
 *
 * @module chatwire/stores
 */
export type { ChatActions } from './stores/chatActions.ts';
export type { BindChatOptions } from './stores/chatBinding.ts';
export type { ChatChange, ChatTarget, ToolUse, WorkflowEvent } from './stores/chatChange.ts';
export type {
  Announcement,
  ChatMapper,
  MappedMessage,
  OutgoingMessage,
  OutgoingText,
} from './stores/chatMapper.ts';
export type {
  ChatMessage,
  ChatMessageStatus,
  ChatRole,
  ChatSession,
  ChatState,
  ToolCall,
  Workflow,
  WorkflowApproval,
  WorkflowStep,
} from './stores/chatState.ts';
export { bindChatStore, createChatStore, type ChatStore, type ChatStoreOptions } from './stores/chatStore.ts';
export type { ChatTexts } from './stores/chatTexts.ts';
export type { PersistOptions, StorageLike } from './stores/persistence.ts';
export type { StoreLike } from './stores/storeLike.ts';
export { autobotMapper } from './stores/systems/autobot.ts';
export { chatMapper } from './stores/systems/chat.ts';
export { dashboardMapper } from './stores/systems/dashboard.ts';
export { nexusMapper } from './stores/systems/nexus.ts';
export { wazuhMapper } from './stores/systems/wazuh.ts';
export type { UiActions } from './stores/uiActions.ts';
export type { BindUiOptions, UiTexts } from './stores/uiBinding.ts';
export type { Notification, NotificationLevel, Toast, UiState } from './stores/uiState.ts';
export { bindUiStore, createUiStore, type UiStore, type UiStoreOptions } from './stores/uiStore.ts';
