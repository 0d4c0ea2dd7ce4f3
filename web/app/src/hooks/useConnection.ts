import type { ChatClient, ConnectionSnapshot } from 'chatwire';
import { useCallback, useSyncExternalStore } from 'react';

/** Where the connection stands. */
export function useConnection(client: ChatClient): ConnectionSnapshot {
  const subscribe = useCallback((listener: () => void) => client.onChange(listener), [client]);
  return useSyncExternalStore(subscribe, () => client.getSnapshot());
}
