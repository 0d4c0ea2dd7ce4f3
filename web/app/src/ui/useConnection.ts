import type { ChatClient, ConnectionSnapshot } from 'chatwire';
import { useSyncExternalStore } from 'react';

/** Where the connection stands. */
export function useConnection(client: ChatClient): ConnectionSnapshot {
  return useSyncExternalStore(client.onChange, client.getSnapshot);
}
