import type { ChatClient } from 'chatwire';
import { useEffect } from 'react';

/** Connects a client when its tab is visited for the first time. Nothing is undone: it lives as long as the page. */
export function useVisit(client: ChatClient): void {
  useEffect(() => {
    if (client.state === 'idle') void client.connect();
  }, [client]);
}
