import type { ChatClient } from 'chatwire';
import { useEffect, useInsertionEffect, useState, useSyncExternalStore } from 'react';
import {
  initialView,
  WebSocketStore,
  type ErrorTexts,
  type UseWebSocketOptions,
  type WebSocketView,
} from '../adapters/webSocketStore.ts';

/** S4.60, S4.66 to S4.68, S4.73. */
const texts: ErrorTexts = {
  failed: 'WebSocket connection error',
  refused: 'Failed to create WebSocket connection',
  exhausted: 'Max reconnection attempts reached',
  unparsable: 'Failed to parse WebSocket message:',
  dropped: 'WebSocket is not connected. Cannot send message.',
};

export interface UseWebSocketResult extends WebSocketView {
  /** Sends any value as a JSON frame; while there is no connection, it waits for one. Stable. */
  sendMessage: (message: unknown) => void;
  /** Dials at once, unless connected. Stable. */
  connect: () => void;
  /** Closes, and does not come back. Stable. */
  disconnect: () => void;
  clearMessages: () => void;
  /** The client behind the hook; undefined before the component is mounted. */
  client: ChatClient | undefined;
}

/**
 * Connects to `url` while the component is mounted, as the `autobot` system's own hook does (S4.44 to S4.77), and loses no
 * message: `onMessage` gets each one, `messages` the newest thousand, and the component renders at most once per animation
 * frame. Another `url`, or other reconnect numbers, make another connection; other callbacks do not.
 */
export function useWebSocket(url: string, options: UseWebSocketOptions = {}): UseWebSocketResult {
  const { reconnectAttempts, reconnectDelay, offline } = options;
  const identity = JSON.stringify([url, reconnectAttempts, reconnectDelay, offline]);
  const [held, setHeld] = useState(() => ({ identity, store: new WebSocketStore(url, options, texts) }));
  let { store } = held;
  if (held.identity !== identity) {
    store = new WebSocketStore(url, options, texts);
    setHeld({ identity, store });
  }

  useInsertionEffect(() => store.setCallbacks(options));
  useEffect(() => {
    store.retain();
    return () => store.release();
  }, [store]);

  const view = useSyncExternalStore(store.subscribe, store.getView, () => initialView);
  const { sendMessage, connect, disconnect, clearMessages, client } = store;
  return { ...view, sendMessage, connect, disconnect, clearMessages, client };
}
