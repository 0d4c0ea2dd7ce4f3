import type { ChatClient, Message, WazuhMessages } from 'chatwire';
import {
  createContext,
  createElement,
  useContext,
  useEffect,
  useInsertionEffect,
  useState,
  useSyncExternalStore,
  type ReactElement,
  type ReactNode,
} from 'react';
import type { SessionOptions } from './options.ts';
import { initialView, WebSocketSession, type SessionView } from './session.ts';

export interface WebSocketProviderProps extends SessionOptions {
  /** Whether a user is logged in. The connection follows it (S0.37, S0.38). */
  isAuthenticated: boolean;
  children?: ReactNode;
}

/** The first three are the system's own (S0.40 to S0.43). All functions are stable. */
export interface UseWebSocketResult extends SessionView {
  /** Says something to the assistant. */
  sendMessage: (text: string) => void;
  /** Tells the others of the session that the user types, or has stopped. */
  sendTyping: (isTyping: boolean) => void;
  /** Calls the handler for each message of a type, or of all (`*`); for use in an effect. */
  subscribe: (type: string, handler: (message: Message) => void) => () => void;
  /** Dials, with a fresh budget of attempts. */
  connect: () => void;
  /** Closes, and stays closed. */
  disconnect: () => void;
  /** The server is made up: say so on the page (W81). */
  isMock: boolean;
  client: ChatClient<WazuhMessages>;
}

const Context = createContext<WebSocketSession | undefined>(undefined);

/** Owns the one connection of all that stands below it (S0.2, S0.3). */
export function WebSocketProvider(props: WebSocketProviderProps): ReactElement {
  const { isAuthenticated, children, ...options } = props;
  const [session, setSession] = useState(() => new WebSocketSession(options));
  useInsertionEffect(() => session.update(options));
  useEffect(() => {
    if (!session.client.isDestroyed) {
      session.holders.retain();
      return () => session.holders.release();
    }
    // A tree that was hidden and is shown again has effects anew, and a session that was ended.
    const timer = setTimeout(() => setSession(new WebSocketSession(options)));
    return () => clearTimeout(timer);
    // Options are not what makes a session.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [session]);
  useEffect(() => session.setAuthenticated(isAuthenticated), [session, isAuthenticated]);
  return createElement(Context.Provider, { value: session }, children);
}

/** The connection of the nearest `WebSocketProvider`. */
export function useWebSocket(): UseWebSocketResult {
  const session = useContext(Context);
  if (!session) {
    throw new Error(
      'chatwire: useWebSocket() needs a <WebSocketProvider isAuthenticated={…}> around the component',
    );
  }
  const view = useSyncExternalStore(session.onChange, session.getView, () => initialView);
  const { sendMessage, sendTyping, subscribe, connect, disconnect, isMock, client } = session;
  return { ...view, ...{ sendMessage, sendTyping, subscribe, connect, disconnect, isMock, client } };
}
