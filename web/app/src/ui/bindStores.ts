import type { ChatClient } from 'chatwire';
import {
  bindChatStore,
  bindUiStore,
  createChatStore,
  createUiStore,
  type ChatStore,
  type UiStore,
} from 'chatwire/stores';

/** What a conversation is drawn from. */
export interface Stores {
  readonly chat: ChatStore;
  readonly ui: UiStore;
}

/**
 * Makes the stores of a client; what was said outlives a reload of the page.
 *
 * @param name What is said is kept under it, in this window only: two windows would overwrite each other's.
 */
export function bindStores(client: ChatClient, name: string): Stores & { unbind: () => void } {
  const chat = createChatStore({ persist: { key: `chatwire-demo-${name}`, storage: sessionStorage } });
  const ui = createUiStore();
  const unbindChat = bindChatStore(client, chat);
  const unbindUi = bindUiStore(client, ui);
  const unbind = () => {
    unbindChat();
    unbindUi();
  };
  return { chat, ui, unbind };
}
