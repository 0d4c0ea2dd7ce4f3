import type { ChatClient, Receipt, WazuhMessages } from 'chatwire';
import { ChatBinding } from '../../stores/chatBinding.ts';
import { engineOf, type ChatEngine } from '../../stores/chatEngine.ts';
import type { ChatState as WholeChatState } from '../../stores/chatState.ts';
import { addOwnMessage, showFailure, showSent } from '../../stores/ownMessage.ts';
import { sessionById } from '../../stores/sessions.ts';
import type { StoreLike } from '../../stores/storeLike.ts';
import { wazuhMapper } from '../../stores/systems/wazuh.ts';
import { uiActionsOf } from '../../stores/uiActions.ts';
import type { Toast, UiState } from '../../stores/uiState.ts';

export type { ChatMessage as ChatEntry, ChatSession } from '../../stores/chatState.ts';
export type { StoreLike } from '../../stores/storeLike.ts';
export type { Notification, Toast, UiState } from '../../stores/uiState.ts';

/** The part of a chat store that is written to. One of `chatwire/stores` has more. */
export type ChatState = Pick<WholeChatState, 'sessions' | 'currentSessionId'>;

/** Puts what the client receives into a chat store, until the returned function is called (S0.10). */
export function bindChatStore(client: ChatClient<WazuhMessages>, store: StoreLike<ChatState>): () => void {
  const binding = new ChatBinding(client, engineFor(store), wazuhMapper, {});
  binding.start();
  return () => binding.stop();
}

/** Puts what the server announces into a store of the user interface, until the returned function is called (S0.11). */
export function bindUiStore(client: ChatClient<WazuhMessages>, store: StoreLike<UiState>): () => void {
  return client.subscribe('system_notification', (message) => {
    const announcement = wazuhMapper.announcements['system_notification']?.(message);
    if (message.isValid && announcement) uiActionsOf(store).notify(announcement);
  });
}

/** Shows a toast. */
export function toast(store: StoreLike<UiState>, level: Toast['level'], message: string): void {
  uiActionsOf(store).toast({ level, message });
}

/** What the server calls the current session; nothing where it has not named it yet. */
export function sessionNameIn(store: StoreLike<ChatState>): string | undefined {
  const { state } = engineFor(store);
  const session = sessionById(state, state.currentSessionId);
  return session?.isLocal ? undefined : session?.id;
}

/** Shows what the user says, at once. The returned function shows what becomes of it. */
export function say(store: StoreLike<ChatState>, text: string): (receipt: Receipt) => void {
  const engine = engineFor(store);
  const { message } = addOwnMessage(engine, text);
  return ({ delivered }) =>
    void delivered.then(
      () => showSent(engine, message.id),
      (error: unknown) => showFailure(engine, message.id, error),
    );
}

function engineFor(store: StoreLike<ChatState>): ChatEngine {
  return engineOf(store as StoreLike<WholeChatState>);
}
