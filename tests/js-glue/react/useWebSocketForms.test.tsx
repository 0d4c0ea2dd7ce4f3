// @vitest-environment happy-dom
import { act, cleanup, render, renderHook } from '@testing-library/react';
import { createChatClient, type ChatClient } from 'chatwire';
import {
  ChatProvider,
  configureWebSocket,
  useWebSocket,
  type KeyedState,
  type UseWebSocketResult,
} from 'chatwire/react';
import * as autobot from 'chatwire/react/autobot';
import * as chat from 'chatwire/react/chat';
import * as dashboard from 'chatwire/react/dashboard';
import * as nexus from 'chatwire/react/nexus';
import * as wazuh from 'chatwire/react/wazuh';
import { StrictMode, useEffect, type ReactNode } from 'react';
import { afterEach, describe, expect, expectTypeOf, it } from 'vitest';
import {
  fakeNetwork,
  openNetwork,
  type FakeNetwork,
  type FakeWebSocket,
} from '../../support/fakeWebSocket.ts';
import { until } from '../../support/until.ts';

const url = 'ws://server.test/ws';
const clients: ChatClient[] = [];

afterEach(() => {
  cleanup();
  configureWebSocket(undefined);
  for (const client of clients.splice(0)) client.destroy();
});

/** Waits as React wants it: inside act(). */
const appear = (condition: () => boolean, what: string) => act(() => until(condition, what));

/** A client of an application's own; it ends with the test. */
function ownClient(network: FakeNetwork): ChatClient {
  const client: ChatClient = createChatClient({ url, WebSocket: network.WebSocket });
  clients.push(client);
  return client;
}

const framesOf = (socket: FakeWebSocket) => socket.sent.map((text) => JSON.parse(String(text)) as object);

describe('useWebSocket() without arguments', () => {
  it('C16 shows the connection of the provider around it, and opens none of its own', async () => {
    const network = openNetwork();
    const wrapper = ({ children }: { children: ReactNode }) => (
      <StrictMode>
        <ChatProvider options={{ url, profile: 'wazuh', WebSocket: network.WebSocket }}>
          {children}
        </ChatProvider>
      </StrictMode>
    );
    const { result, unmount } = renderHook(() => useWebSocket(), { wrapper });
    await appear(() => result.current.isConnected, 'the link');
    expect(result.current).toMatchObject({ connectionStatus: 'connected', state: 'connected' });
    act(() => void result.current.sendMessage('Hello'));
    await until(() => network.last.sent.length > 0, 'the frame');
    expect(framesOf(network.last)[0]).toMatchObject({ type: 'chat_message', data: { message: 'Hello' } });
    expect(network.sockets).toHaveLength(1);
    unmount();
    await until(() => network.live === 0, 'the close');
  });

  it('C16 shows a client that was configured; it neither connects nor ends it', async () => {
    const network = openNetwork();
    const client = ownClient(network);
    configureWebSocket(client);
    const { result, unmount } = renderHook(() => useWebSocket());
    expect(result.current.state).toBe('idle');
    await act(() => client.connect());
    await appear(() => result.current.isConnected, 'the link');
    unmount();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect([client.isDestroyed, network.live]).toEqual([false, 1]);
  });

  it('C16 shows at once how a configured client stands that was connected before', async () => {
    const network = openNetwork();
    const client = ownClient(network);
    await client.connect();
    configureWebSocket(client);
    const { result } = renderHook(() => useWebSocket());
    expect(result.current.isConnected).toBe(true);
  });

  it('C16 shares one connection of configured options among all components, and ends it behind the last', async () => {
    const network = openNetwork();
    configureWebSocket({ url, profile: 'autobot', WebSocket: network.WebSocket });
    const states: string[] = [];
    function Part() {
      states.push(useWebSocket().state);
      return null;
    }
    const { unmount } = render(
      <>
        <Part />
        <Part />
        <Part />
      </>,
    );
    await appear(() => states.at(-1) === 'connected', 'the link');
    expect(network.sockets).toHaveLength(1);
    unmount();
    await until(() => network.live === 0, 'the close');
  });

  it('S0.2 C16 says what is missing where there is neither', () => {
    expect(() => renderHook(() => useWebSocket())).toThrow('configureWebSocket()');
  });

  it('S2.31 C17 subscribe() in an effect misses nothing, also below the component that connects', async () => {
    const network = fakeNetwork(
      (socket) => void socket.open().then(() => socket.message({ type: 'a', payload: 1 })),
    );
    const heard: unknown[] = [];
    function Below({ subscribe }: Pick<UseWebSocketResult, 'subscribe'>) {
      useEffect(() => subscribe('a', ({ payload }) => heard.push(payload)), [subscribe]);
      return null;
    }
    function Above() {
      return <Below subscribe={useWebSocket(url, { WebSocket: network.WebSocket }).subscribe} />;
    }
    const { unmount } = render(<Above />, { wrapper: StrictMode });
    await appear(() => heard.length > 0, 'the message');
    expect(heard).toEqual([1]);
    unmount();
  });
});

describe('useWebSocket({ url, apiKey })', () => {
  async function mount() {
    const network = openNetwork();
    const hook = renderHook(
      ({ apiKey }: { apiKey: string }) => useWebSocket({ url, apiKey, WebSocket: network.WebSocket }),
      { initialProps: { apiKey: 'key' }, wrapper: StrictMode },
    );
    await appear(() => hook.result.current.state.connected, 'the link');
    return { ...hook, network };
  }

  it('C16 C18 S3.42 gives the state as an object, and the same one until something in it changed', async () => {
    const { result, network, rerender } = await mount();
    expect(result.current.state).toEqual({ connected: true, connecting: false });
    const before = result.current.state;
    rerender({ apiKey: 'key' });
    expect(result.current.state).toBe(before);
    expect(network.sockets).toHaveLength(1);
    await act(() => network.last.end(1006, '', false));
    await appear(() => !result.current.state.connected, 'the end');
    expect(result.current.state).toMatchObject({ connected: false, connecting: true });
  });

  it('C19 S3.44 sends a question, and gives its id', async () => {
    const { result, network } = await mount();
    let id = '';
    act(() => void (id = result.current.sendMessage('What is new?', 'red')));
    await until(() => network.last.sent.length > 0, 'the frame');
    expect(framesOf(network.last)).toEqual([
      { type: 'ask', id, payload: { query: 'What is new?', team_id: 'red' } },
    ]);
  });

  it('S3.43 S3.45 collects messages, and forgets them', async () => {
    const { result, network } = await mount();
    await act(() => network.last.message({ type: 'response', id: '1', payload: { answer: 'Nothing' } }));
    await appear(() => result.current.messages.length > 0, 'the answer');
    act(() => result.current.clearMessages());
    expect(result.current.messages).toEqual([]);
  });

  it('S3.39 another key is another connection', async () => {
    const { result, network, rerender } = await mount();
    rerender({ apiKey: 'other' });
    await appear(() => network.sockets.length === 2 && result.current.state.connected, 'the other link');
    expect(network.live).toBe(1);
  });

  it('S3.67 asks the newest function for the key', async () => {
    const network = openNetwork();
    const { result, rerender } = renderHook(
      ({ key }: { key: string }) => useWebSocket({ url, apiKey: () => key, WebSocket: network.WebSocket }),
      { initialProps: { key: 'old' } },
    );
    rerender({ key: 'new' });
    await appear(() => result.current.state.connected, 'the link');
    expect(network.last.options?.headers ?? network.last.protocols).toEqual(
      expect.objectContaining({ 'x-api-key': 'new' }),
    );
  });
});

describe('all forms', () => {
  it('C17 have the same keys', () => {
    const network = openNetwork();
    const options = { WebSocket: network.WebSocket };
    configureWebSocket(ownClient(network));
    const forms = [
      () => useWebSocket(),
      () => useWebSocket(url, options),
      () => useWebSocket({ url, ...options }),
    ];
    const [shared, byUrl, byKey] = forms.map((form) =>
      Object.keys(renderHook<object, unknown>(form).result.current).sort(),
    );
    expect(byUrl).toEqual(shared);
    expect(byKey).toEqual(shared);
    expect(shared).toEqual(
      [
        ...[
          'sendMessage',
          'isConnected',
          'connectionStatus',
          'state',
          'subscribe',
          'messages',
          'clearMessages',
        ],
        ...[
          'lastMessage',
          'connectionError',
          'connect',
          'disconnect',
          'client',
          'attempt',
          'maxAttempts',
          'retryAt',
          'queued',
        ],
      ].sort(),
    );
  });

  it('C18 the type of the state is that of the form', () => {
    expectTypeOf<ReturnType<typeof useWebSocket>['state']>().toEqualTypeOf<KeyedState>();
    const byUrl = (): UseWebSocketResult => useWebSocket(url);
    expectTypeOf(byUrl).returns.toHaveProperty('state').toEqualTypeOf<ChatClient['state']>();
  });

  it('C11 C19 a text is what a user wrote, and an object a frame', async () => {
    const network = openNetwork();
    const { result } = renderHook(() => useWebSocket(url, { WebSocket: network.WebSocket }));
    await appear(() => result.current.isConnected, 'the link');
    act(() => {
      result.current.sendMessage('Hello', { chat_id: 'c' });
      result.current.sendMessage({ type: 'a', payload: 1 });
      result.current.sendMessage([1, 2]);
      result.current.sendMessage(3);
    });
    await until(() => network.last.sent.length === 4, 'the frames');
    expect(framesOf(network.last)).toEqual([
      { type: 'user_message', payload: { message: 'Hello', chat_id: 'c' } },
      { type: 'a', payload: 1 },
      [1, 2],
      3,
    ]);
  });
});

it('C16 the hook of each system is there under its own path', () => {
  expect(wazuh.useWebSocket).toBeTypeOf('function');
  expect(wazuh.WebSocketProvider).toBeTypeOf('function');
  expect(dashboard.useWebSocket).toBeTypeOf('function');
  expect(nexus.useWebSocket).toBeTypeOf('function');
  expect(autobot.useWebSocket).toBe(useWebSocket);
  expect(chat.useChatWebSocket).toBeTypeOf('function');
});
