import type { WebSocketClientOptions } from 'chatwire/dashboard/client';
import { createContext, createElement, useEffect, useState, type ReactElement, type ReactNode } from 'react';
import { signedIn, type SessionLike } from './session.ts';
import { SessionConnection, type CreateClient } from './sessionConnection.ts';

/** Properties of `DashboardSessionProvider`. */
export interface DashboardSessionProviderProps {
  /** What `useSession()` of NextAuth gave, or anything of that shape. */
  session: SessionLike | null | undefined;
  /** Where in the session's data the token is. Default: `accessToken`, `sessionToken` or `token`. */
  getToken?: ((data: object) => string | undefined) | undefined;
  /** Of the client. Those of the first render count. */
  options?: WebSocketClientOptions | undefined;
  /** Makes the client. Default: `createWebSocketClient`. */
  createClient?: CreateClient | undefined;
  children?: ReactNode;
}

export const SessionContext = createContext<SessionConnection | undefined>(undefined);

/** Gives the session to every `useWebSocket()` below it: they share one connection, which is open while one is mounted. */
export function DashboardSessionProvider(props: DashboardSessionProviderProps): ReactElement {
  const { session, getToken, options, createClient, children } = props;
  const [connection] = useState(() => new SessionConnection(options, createClient));
  const { token, identity } = signedIn(session, getToken) ?? {};
  useEffect(
    () =>
      connection.setSession(token === undefined || identity === undefined ? undefined : { token, identity }),
    [connection, token, identity],
  );
  return createElement(SessionContext.Provider, { value: connection }, children);
}
