import type { ChatClient, NexusMessages } from 'chatwire';
import { useEffect, useInsertionEffect, useState } from 'react';
import { useStream } from '../../react/useStream.ts';
import type { WebSocketMessage } from './messages.ts';
import { identityOf } from './preconnect.ts';
import { initialView, ServiceStore, type ServiceView, type UseWebSocketOptions } from './serviceStore.ts';
import type { WebSocketService } from './webSocketService.ts';

/** The first four are the system's own (S3.42 to S3.45); the others are what hooks of other systems call the same (C17). */
export interface UseWebSocketResult extends ServiceView {
  /** Sends a question; without a connection it waits for one. Returns its id, which the answer repeats. Stable. */
  sendMessage: (query: string, teamId?: string) => string;
  /** Stable. */
  clearMessages: () => void;
  isConnected: boolean;
  lastMessage: WebSocketMessage | null;
  connectionError: string | null;
  /** Dials at once, unless connected. Stable. */
  connect: () => void;
  /** Closes, and does not come back. Stable. */
  disconnect: () => void;
  /** Calls the handler for each message of a type, or of all (`*`); for use in an effect. Stable. */
  subscribe: (type: string, handler: (message: WebSocketMessage) => void) => () => void;
  /** Undefined before the component is mounted. */
  service: WebSocketService | undefined;
  client: ChatClient<NexusMessages> | undefined;
}

/**
 * Connects while the component is mounted. Another `url` or `apiKey`, or other reconnect numbers, make another connection; a
 * new object with the same ones does not (S3.39). A service that `preconnect()` made for them is taken over.
 */
export function useWebSocket(options: UseWebSocketOptions): UseWebSocketResult {
  const identity = identityOf(options);
  const [held, setHeld] = useState(() => ({ identity, store: new ServiceStore(options) }));
  let { store } = held;
  if (held.identity !== identity) {
    store = new ServiceStore(options);
    setHeld({ identity, store });
  }

  useInsertionEffect(() => store.setOptions(options));
  useEffect(() => {
    store.retain();
    return () => store.release();
  }, [store]);

  const view = useStream(store.subscribe, store.getView, () => initialView);
  const { sendMessage, clearMessages, connect, disconnect, onMessage, service } = store;
  return {
    ...view,
    ...{ sendMessage, clearMessages, connect, disconnect, subscribe: onMessage, service },
    client: service?.client,
    isConnected: view.state.connected,
    lastMessage: view.messages.at(-1) ?? null,
    connectionError: view.state.error ?? null,
  };
}
