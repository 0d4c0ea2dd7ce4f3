import type { ChatWebSocket, WebSocketConfig } from 'chatwire/chat/client';
import { useEffect, useInsertionEffect, useState, useSyncExternalStore } from 'react';
import { MountedWebSocket } from './mountedWebSocket.ts';

/**
 * A {@link ChatWebSocket} that is connected while the component is mounted (S1.80 to S1.84). It is there from the first render
 * on, and its `state` is shown as it changes. Callbacks may change with every render; other numbers, or another URL, make
 * another one.
 */
export function useChatWebSocket(options: WebSocketConfig = {}): ChatWebSocket {
  const { url, reconnect, reconnectInterval, maxReconnectAttempts } = options;
  const identity = JSON.stringify([url, reconnect, reconnectInterval, maxReconnectAttempts]);
  const [held, setHeld] = useState(() => ({ identity, mounted: new MountedWebSocket(options) }));
  let { mounted } = held;
  if (held.identity !== identity) {
    mounted = new MountedWebSocket(options);
    setHeld({ identity, mounted });
  }

  useInsertionEffect(() => mounted.setCallbacks(options));
  useEffect(() => {
    mounted.retain();
    return () => mounted.release();
  }, [mounted]);

  const { webSocket } = mounted;
  useSyncExternalStore(
    webSocket.onStateChange,
    () => webSocket.state,
    () => 'disconnected',
  );
  return webSocket;
}
