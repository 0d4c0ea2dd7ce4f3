import { wazuh, type ChatClient, type Message, type Receipt, type Unsubscribe } from 'chatwire';
import { useContext, useEffect, useInsertionEffect, useMemo, useState } from 'react';
import {
  configuredWebSocket,
  hold,
  identityOf,
  openByKey,
  openByUrl,
  type KeyedOptions,
} from '../adapters/heldClient.ts';
import {
  initialView,
  WebSocketStore,
  type ErrorTexts,
  type OpenClient,
  type UseWebSocketOptions,
  type WebSocketView,
} from '../adapters/webSocketStore.ts';
import { ClientContext } from './ChatProvider.ts';
import { useStream } from './useStream.ts';

/** S4.60, S4.66 to S4.68, S4.73. */
const texts: ErrorTexts = {
  failed: 'WebSocket connection error',
  refused: 'Failed to create WebSocket connection',
  exhausted: 'Max reconnection attempts reached',
  unparsable: 'Failed to parse WebSocket message:',
  dropped: 'WebSocket is not connected. Cannot send message.',
};

/** What every form of the hook gives: the keys that the five systems have for it (C17). All functions are stable. */
export interface UseWebSocketResult extends WebSocketView {
  /** The state in the four words of the `wazuh` system (S0.43). */
  connectionStatus: 'disconnected' | 'connecting' | 'connected' | 'error';
  /**
   * Sends what a user wrote as the connection's system does, with further members of the payload; and any other value as a JSON frame (C11, C19). While
   * there is no connection, it waits for one.
   */
  sendMessage: (message: unknown, details?: object) => Receipt | undefined;
  /** Calls the handler for each message of a type, or of all (`'*'`); for use in an effect. */
  subscribe: (type: string, handler: (message: Message) => void) => Unsubscribe;
  /** Dials at once, unless connected. */
  connect: () => void;
  /** Closes, and does not come back. */
  disconnect: () => void;
  /** Forgets the messages. */
  clearMessages: () => void;
  /** The client behind the hook; undefined before the component is mounted. */
  client: ChatClient | undefined;
}

/** The same, with what the `nexus` system gives (C18, S3.42 to S3.45). */
export interface UseKeyedWebSocketResult extends Omit<UseWebSocketResult, 'state' | 'sendMessage'> {
  state: KeyedState;
  /** Sends a question, which waits while there is no connection. Returns its id, which the answer repeats. */
  sendMessage: (query: string, teamId?: string) => string;
}

/** `error` is for users to read; without one there is no such key. */
export interface KeyedState {
  readonly connected: boolean;
  readonly connecting: boolean;
  readonly error?: string;
}

const onTheWay: readonly string[] = ['connecting', 'authenticating', 'reconnecting'];

/**
 * Shows the connection of the {@link ChatProvider} around, else the one that {@link configureWebSocket} has named: as the hooks
 * of the `wazuh` and `dashboard` systems do (C16).
 *
 * @throws Error where there is neither.
 */
export function useWebSocket(): UseWebSocketResult;
/**
 * Connects to `url` while the component is mounted, as the `autobot` system's own hook does (S4.44 to S4.77), and loses no
 * message: `onMessage` gets each one, `messages` the newest thousand, and the component renders at most once per animation
 * frame, for messages by transitions, for the connection at once. Another `url`, or other reconnect numbers, make another
 * connection; other callbacks do not.
 */
export function useWebSocket(url: string, options?: UseWebSocketOptions): UseWebSocketResult;
/** Connects while the component is mounted, as the `nexus` system's own hook does (S3.39 to S3.49). */
export function useWebSocket(options: KeyedOptions): UseKeyedWebSocketResult;
export function useWebSocket(
  first?: string | KeyedOptions,
  second: UseWebSocketOptions = {},
): UseWebSocketResult | UseKeyedWebSocketResult {
  const provided = useContext(ClientContext);
  const form = formOf(first, second, provided);
  const [held, setHeld] = useState(() => ({ identity: form.identity, store: makeStore(form) }));
  let { store } = held;
  if (held.identity !== form.identity) {
    store = makeStore(form);
    setHeld({ identity: form.identity, store });
  }

  useInsertionEffect(() => store.setCallbacks(form.options));
  useEffect(() => {
    store.retain();
    return () => store.release();
  }, [store]);

  const view = useStream(store.onChange, store.getView, () => initialView);
  const { sendMessage, subscribe, connect, disconnect, clearMessages, client } = store;
  const keyed = useKeyedState(view);
  const result = {
    ...view,
    ...{ sendMessage, subscribe, connect, disconnect, clearMessages, client },
    connectionStatus: wazuh.states[view.state] as UseWebSocketResult['connectionStatus'],
  };
  return form.isKeyed ? { ...result, state: keyed, sendMessage: store.ask } : result;
}

/** What tells the three ways to call the hook apart. Another identity is another connection. */
interface Form {
  identity: unknown;
  options: UseWebSocketOptions;
  isKeyed: boolean;
  open: OpenClient;
}

function formOf(
  first: string | KeyedOptions | undefined,
  second: UseWebSocketOptions,
  provided: ChatClient | undefined,
): Form {
  if (first === undefined) {
    const source = provided ?? configuredWebSocket();
    if (!source) throw new Error(noClient);
    return { identity: source, options: second, isKeyed: false, open: () => hold(source) };
  }
  if (typeof first === 'string') {
    const { reconnectAttempts, reconnectDelay, offline } = second;
    const identity = JSON.stringify([first, reconnectAttempts, reconnectDelay, offline]);
    return { identity, options: second, isKeyed: false, open: openByUrl(first) };
  }
  const identity = identityOf(first);
  return { identity, options: first, isKeyed: true, open: openByKey };
}

const noClient =
  'chatwire: useWebSocket() without arguments needs a <ChatProvider> around the component, or configureWebSocket()';

function makeStore({ open, options }: Form): WebSocketStore {
  return new WebSocketStore(open, options, texts);
}

/** The same object until something in it changed. */
function useKeyedState({ isConnected, state, connectionError }: WebSocketView): KeyedState {
  const connecting = onTheWay.includes(state);
  const error = isConnected ? null : connectionError;
  return useMemo(
    () => ({ connected: isConnected, connecting, ...(error !== null && { error }) }),
    [isConnected, connecting, error],
  );
}
