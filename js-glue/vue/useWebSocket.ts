import type { ChatClient, Receipt } from 'chatwire';
import { computed, getCurrentInstance, onMounted, onScopeDispose, shallowRef, type ComputedRef } from 'vue';
import { openByUrl } from '../adapters/heldClient.ts';
import {
  WebSocketStore,
  type ErrorTexts,
  type UseWebSocketOptions,
  type WebSocketView,
} from '../adapters/webSocketStore.ts';

/** S4.90, S4.93, S4.94, S4.96; at the limit the system says nothing, and we what its other hook says (C38). */
const texts: ErrorTexts = {
  failed: 'Connection error',
  refused: 'Failed to connect',
  exhausted: 'Max reconnection attempts reached',
  unparsable: 'Failed to parse message:',
  dropped: 'WebSocket not connected',
};

/** What the composable gives: each value as a computed reference, and what can be done. */
export type UseWebSocketReturn = { [Key in keyof WebSocketView]: ComputedRef<WebSocketView[Key]> } & {
  /** Sends a frame, or a text in the system's own form. */
  sendMessage: (message: unknown, details?: object) => Receipt | undefined;
  /** Dials, with a fresh budget of attempts. */
  connect: () => void;
  /** Closes, and stays closed. */
  disconnect: () => void;
  /** Forgets the messages. */
  clearMessages: () => void;
  /** The client behind it, while connected or on its way. */
  client: ComputedRef<ChatClient | undefined>;
};

/**
 * Connects to `url` from mounting until the scope is disposed of, as the `autobot` system's own composable does (S4.78 to
 * S4.100). In a plain effect scope it connects at once (W72). The refs change at most once per animation frame while
 * messages stream in, and hold every message up to `maxMessages`.
 */
export function useWebSocket(url: string, options: UseWebSocketOptions = {}): UseWebSocketReturn {
  const store = new WebSocketStore(openByUrl(url), options, texts);
  const view = shallowRef(store.getView());
  const client = shallowRef<ChatClient>();
  const open = () => {
    store.retain();
    client.value = store.client;
  };
  const stopWatching = store.onChange(() => (view.value = store.getView()));
  let opened = false;
  const start = () => {
    opened = true;
    open();
  };
  if (getCurrentInstance()) onMounted(start);
  else start();
  onScopeDispose(() => {
    stopWatching();
    if (opened) store.release();
  });

  const { sendMessage, connect, disconnect, clearMessages } = store;
  const show = <Key extends keyof WebSocketView>(key: Key) => computed(() => view.value[key]);
  return {
    isConnected: show('isConnected'),
    lastMessage: show('lastMessage'),
    messages: show('messages'),
    connectionError: show('connectionError'),
    state: show('state'),
    attempt: show('attempt'),
    maxAttempts: show('maxAttempts'),
    retryAt: show('retryAt'),
    queued: show('queued'),
    sendMessage,
    connect,
    disconnect,
    clearMessages,
    client: computed(() => client.value),
  };
}
