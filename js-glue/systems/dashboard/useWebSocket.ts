import type { WebSocketClient } from 'chatwire/dashboard/client';
import { useContext, useEffect, useSyncExternalStore } from 'react';
import { SessionConnection, signedOut, type ConnectionView } from './sessionConnection.ts';
import { SessionContext } from './sessionProvider.ts';

export interface UseWebSocketResult extends ConnectionView {
  /** Handlers of messages by type, or of all (`'*'`). Stable; what it gives back may be an effect's cleanup (S2.32, S2.33). */
  subscribe: WebSocketClient['subscribe'];
}

/** Of components that nobody has given a session: it never connects. */
const withoutSession = new SessionConnection();

/** The connection of the session around, held while the component is mounted. */
export function useSessionConnection(): SessionConnection {
  const given = useContext(SessionContext);
  const connection = given ?? withoutSession;
  useEffect(() => {
    if (!given)
      console.warn('chatwire: useWebSocket() has no session: wrap the page in <DashboardSessionProvider>.');
    connection.retain();
    return () => connection.release();
  }, [connection, given]);
  return connection;
}

/**
 * The connection of the session that a {@link DashboardSessionProvider} above gives (S2.28 to S2.34). It is open while a component
 * that uses it is mounted and the user is signed in; else `state` is `disconnected`.
 */
export function useWebSocket(): UseWebSocketResult {
  const connection = useSessionConnection();
  const view = useSyncExternalStore(connection.onChange, connection.getView, () => signedOut);
  return { ...view, subscribe: connection.subscribe };
}
