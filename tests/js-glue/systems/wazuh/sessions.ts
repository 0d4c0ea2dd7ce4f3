import {
  WebSocketSession,
  type ChatState,
  type SessionError,
  type SessionOptions,
  type UiState,
} from 'chatwire/wazuh/client';
import { afterEach } from 'vitest';
import { openNetwork, type FakeNetwork, type FakeWebSocket } from '../../../support/fakeWebSocket.ts';
import { until } from '../../../support/until.ts';

const sessions: WebSocketSession[] = [];

afterEach(() => {
  for (const session of sessions.splice(0)) session.destroy();
});

/** A store as zustand's are. */
export function createStore<State extends object>(state: State) {
  return {
    getState: () => state,
    setState: (change: (state: State) => Partial<State>) => void (state = { ...state, ...change(state) }),
  };
}

/** A session that ends with the test, with stores, and what it has told. Retries without long waits. */
export function makeSession(options: Partial<SessionOptions> = {}, network: FakeNetwork = openNetwork()) {
  const chatStore = createStore<ChatState>({ sessions: [], currentSessionId: null });
  const uiStore = createStore<UiState>({ notifications: [], toasts: [] });
  const errors: SessionError[] = [];
  const session = new WebSocketSession({
    ...{ token: 'jwt', chatStore, uiStore, WebSocket: network.WebSocket },
    ...{ reconnect: { initialDelay: 5, jitter: 0 }, onError: (error: SessionError) => errors.push(error) },
    ...options,
  });
  sessions.push(session);
  const told = () => uiStore.getState().toasts.map(({ message }) => message);
  return { session, network, chatStore, uiStore, errors, told };
}

/** The same, connected. */
export async function connectSession(options: Partial<SessionOptions> = {}, network?: FakeNetwork) {
  const made = makeSession(options, network);
  made.session.setAuthenticated(true);
  await until(() => made.session.getView().isConnected, 'the link');
  return made;
}

/** A frame of the server. */
export function frame(type: string, data: unknown = null) {
  return { type, data, timestamp: '2026-01-31T12:00:00.000Z' };
}

/** What the client sent over a socket, parsed. */
export function framesOf(socket: FakeWebSocket): { type: string; data: any; timestamp: string }[] {
  return socket.sent.map((text) => JSON.parse(String(text)));
}
