// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, renderHook, screen } from '@testing-library/react';
import {
  useWebSocket,
  WebSocketProvider,
  type ConnectionStatus,
  type UseWebSocketResult,
} from 'chatwire/wazuh';
import { Activity, StrictMode, type ReactNode } from 'react';
import { renderToString } from 'react-dom/server';
import { afterEach, describe, expect, expectTypeOf, it, vi } from 'vitest';
import { openNetwork } from '../../../support/fakeWebSocket.ts';
import { settle } from '../../../support/tasks.ts';
import { until } from '../../../support/until.ts';
import { framesOf } from './sessions.ts';
import { App, ChatComponent } from './usage.tsx';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

/** Waits as React wants it: inside act(). */
const appear = (condition: () => boolean, what: string) => act(() => until(condition, what));
const shown = () => screen.getAllByTestId('status').map(({ textContent }) => textContent);

describe('WebSocketProvider', () => {
  it('S0.2 S0.37 S0.38 S0.40 S0.41 S0.42 S0.43 runs the sample of the system, from login to logout', async () => {
    const network = openNetwork();
    const props = { token: 'jwt', WebSocket: network.WebSocket };
    const { rerender } = render(<App {...props} isAuthenticated={false} />);
    await act(() => settle());
    expect([network.sockets.length, shown()]).toEqual([0, ['disconnected']]);
    rerender(<App {...props} isAuthenticated />);
    await appear(() => shown()[0] === 'connected', 'the link');
    fireEvent.click(screen.getByText('Send'));
    expect(framesOf(network.sockets[0]!)).toMatchObject([
      { type: 'chat_message', data: { message: 'Hello, AI assistant!' } },
    ]);
    rerender(<App {...props} isAuthenticated={false} />);
    await appear(() => shown()[0] === 'disconnected', 'the close');
    expect([network.sockets.length, network.sockets[0]!.closedWith?.code]).toEqual([1, 1000]);
    expectTypeOf<UseWebSocketResult['connectionStatus']>().toEqualTypeOf<ConnectionStatus>();
    expectTypeOf<ConnectionStatus>().toEqualTypeOf<'disconnected' | 'connecting' | 'connected' | 'error'>();
  });

  it('S0.3 C36 has one connection for all that stands below it, also under StrictMode', async () => {
    const network = openNetwork();
    const { unmount } = render(
      <StrictMode>
        <WebSocketProvider isAuthenticated token="jwt" WebSocket={network.WebSocket}>
          <ChatComponent />
          <ChatComponent />
          <ChatComponent />
        </WebSocketProvider>
      </StrictMode>,
    );
    await appear(() => shown().every((status) => status === 'connected'), 'the link');
    expect(network.sockets).toHaveLength(1);
    unmount();
    await until(() => network.live === 0, 'the close');
  });

  it('W69 W70 a tree that is hidden closes it, and one that is shown again has another', async () => {
    const network = openNetwork();
    const app = (mode: 'visible' | 'hidden') => (
      <Activity mode={mode}>
        <App isAuthenticated token="jwt" WebSocket={network.WebSocket} />
      </Activity>
    );
    const { rerender } = render(app('visible'));
    await appear(() => shown()[0] === 'connected', 'the link');
    rerender(app('hidden'));
    await until(() => network.live === 0, 'the close');
    rerender(app('visible'));
    await act(() => new Promise((resolve) => setTimeout(resolve, 5)));
    await appear(() => network.live === 1 && shown()[0] === 'connected', 'the next link');
    expect(network.sockets).toHaveLength(2);
  });

  it('S0.2 without it, the hook says what is missing', () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    expect(() => renderHook(() => useWebSocket())).toThrow(/needs a <WebSocketProvider/);
  });

  it('S0.39 W66 new functions and tokens do not reconnect, and are used from then on', async () => {
    const network = openNetwork();
    let token = 'first';
    const wrapper = ({ children }: { children: ReactNode }) => (
      <WebSocketProvider
        isAuthenticated
        getToken={() => token}
        reconnect={{ initialDelay: 5, jitter: 0 }}
        WebSocket={network.WebSocket}
      >
        {children}
      </WebSocketProvider>
    );
    const { result, rerender } = renderHook(() => useWebSocket(), { wrapper });
    await appear(() => result.current.isConnected, 'the link');
    const { sendMessage } = result.current;
    token = 'second';
    rerender();
    await act(() => settle());
    expect(network.sockets).toHaveLength(1);
    expect(result.current.sendMessage).toBe(sendMessage);
    await act(() => network.last.end(1006, '', false));
    await appear(() => network.sockets.length === 2 && result.current.isConnected, 'the next link');
    expect(network.last.url).toContain('token=second');
  });

  it('W74 is rendered on a server without opening anything', async () => {
    const network = openNetwork();
    const html = renderToString(<App isAuthenticated token="jwt" WebSocket={network.WebSocket} />);
    expect(html).toContain('disconnected');
    await settle();
    expect(network.sockets).toEqual([]);
  });
});
