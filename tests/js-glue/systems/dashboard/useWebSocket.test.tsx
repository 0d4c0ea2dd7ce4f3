// @vitest-environment happy-dom
import { act, cleanup, render } from '@testing-library/react';
import {
  createWebSocketClient,
  DashboardSessionProvider,
  useWebSocket,
  type SessionLike,
  type UseWebSocketResult,
  type WebSocketClientOptions,
} from 'chatwire/dashboard';
import { StrictMode, useEffect } from 'react';
import { renderToString } from 'react-dom/server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SessionConnection } from '../../../../js-glue/systems/dashboard/sessionConnection.ts';
import { openNetwork, type FakeNetwork } from '../../../support/fakeWebSocket.ts';
import { settle } from '../../../support/tasks.ts';
import { until } from '../../../support/until.ts';
import { Status, watchTerminal } from './usage.tsx';

const url = 'ws://server.test/ws';
const loading: SessionLike = { data: null, status: 'loading' };
const ada = (accessToken: string): SessionLike => ({
  data: { user: { email: 'ada@example.com' }, accessToken, expires: '2030-01-01' },
  status: 'authenticated',
});

const warn = vi.spyOn(console, 'warn');
let network: FakeNetwork;
beforeEach(() => {
  warn.mockReset().mockImplementation(() => {});
  network = openNetwork();
});
afterEach(async () => {
  cleanup();
  await until(() => network.live === 0, 'the close');
  // Shares are given back in tasks of their own; the next test must not get this one's.
  for (let task = 0; task < 3; task++) await new Promise((resolve) => setTimeout(resolve));
});

/** Waits as React wants it: inside act(). */
const appear = (condition: () => boolean, what: string) => act(() => until(condition, what));

/** A page whose session can change. */
function page(session: SessionLike | null, children = <Status />) {
  const options = { url, WebSocket: network.WebSocket, reconnect: { initialDelay: 1 } };
  const tree = (current: SessionLike | null, content = children) => (
    <DashboardSessionProvider session={current} options={options}>
      {content}
    </DashboardSessionProvider>
  );
  const { container, rerender, unmount } = render(tree(session));
  return {
    text: () => container.textContent,
    become: (next: SessionLike | null, content?: React.JSX.Element) => rerender(tree(next, content)),
    unmount,
    online: () => appear(() => container.textContent.includes('(online)'), 'the link'),
  };
}

const tokens = () => network.sockets.map((socket) => new URL(socket.url).searchParams.get('token'));

describe('useWebSocket of the dashboard', () => {
  it('S2.24 S2.25 S2.82 S2.83 connects with the token of a session, and not without one', async () => {
    const { text, become, online } = page(loading);
    await act(settle);
    expect(text()).toBe('Status: disconnected (offline)');
    become({ data: null, status: 'unauthenticated' });
    become({ data: { user: {} }, status: 'authenticated' });
    become(null);
    await act(settle);
    expect(network.sockets).toEqual([]);
    become(ada('a/b'));
    await online();
    expect(network.sockets.map((socket) => socket.url)).toEqual([`${url}?token=a%2Fb`]);
  });

  it('S2.84 gives the token to createWebSocketClient', async () => {
    const createClient = vi.fn((token: string, options: WebSocketClientOptions) =>
      createWebSocketClient(token, options),
    );
    const { unmount } = render(
      <DashboardSessionProvider
        session={ada('a')}
        options={{ url, WebSocket: network.WebSocket }}
        createClient={createClient}
      >
        <Status />
      </DashboardSessionProvider>,
    );
    expect(createClient.mock.calls.map(([token]) => token)).toEqual(['a']);
    unmount();
  });

  it('S2.23 S2.26 S2.27 S2.28 S2.29 S2.30 S2.31 S2.34 the system’s own sample renders and updates', async () => {
    const { text, online } = page(ada('a'));
    await online();
    expect(text()).toBe('Status: connected (online)');
    await act(() => network.last.message({ type: 'terminal_output', data: { output: 'ls\n' } }));
    expect(text()).toBe('Status: connected (online)ls\n');
    await act(() => network.last.end(1012));
    expect(text()).toContain('Status: reconnecting (offline)');
  });

  it('S2.32 subscribe keeps its identity: the effect runs once in 10 renders', async () => {
    let effects = 0;
    function Page({ turn }: { turn: number }) {
      const { subscribe } = useWebSocket();
      useEffect(() => {
        effects++;
      }, [subscribe]);
      return <i>{turn}</i>;
    }
    const { become } = page(ada('a'), <Page turn={0} />);
    for (let turn = 1; turn <= 10; turn++) become(ada('a'), <Page turn={turn} />);
    await appear(() => network.live === 1, 'the dial');
    expect(effects).toBe(1);
    expect(network.sockets).toHaveLength(1);
  });

  it('S2.33 what subscribe gives back takes the handler away, and only that one', () => {
    const connection = new SessionConnection();
    const stops = [1, 2].map(() => connection.subscribe('terminal_output', () => {}));
    expect(connection.handlerCount).toBe(2);
    stops[0]!();
    stops[0]!();
    expect(connection.handlerCount).toBe(1);
    stops[1]!();
    expect(connection.handlerCount).toBe(0);
  });

  it('S2.25 W69 has one socket under StrictMode, and closes it when the component goes', async () => {
    const { online, unmount } = page(
      ada('a'),
      <StrictMode>
        <Status />
      </StrictMode>,
    );
    await online();
    await act(settle);
    expect(network.sockets).toHaveLength(1);
    unmount();
    await until(() => network.live === 0, 'the close');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(network.sockets).toHaveLength(1);
  });

  it('C36 W75 all components share one connection, which ends with the last', async () => {
    const { online, become } = page(
      ada('a'),
      <>
        <Status />
        <Status />
      </>,
    );
    await online();
    become(ada('a'), <Status />);
    await act(settle);
    expect(network.live).toBe(1);
    become(ada('a'), <i />);
    await until(() => network.live === 0, 'the close');
    expect(network.sockets).toHaveLength(1);
  });

  it('C37 another user gets another connection, and signing out ends it; subscriptions stay', async () => {
    const { become, online, text } = page(ada('a'));
    await online();
    become({ data: { user: { email: 'bob@example.com' }, accessToken: 'b' }, status: 'authenticated' });
    await appear(() => network.sockets.length === 2 && network.live === 1, 'the other one');
    await online();
    await act(() => network.last.message({ type: 'terminal_output', data: { output: 'for bob' } }));
    expect(text()).toContain('for bob');
    become({ data: null, status: 'unauthenticated' });
    await appear(() => network.live === 0, 'the close');
    expect(text()).toContain('Status: disconnected');
    expect(tokens()).toEqual(['a', 'b']);
  });

  it('a fresh token of the same user keeps the link, and counts from the next dial', async () => {
    const { become, online } = page(ada('old'));
    await online();
    become(ada('new'));
    await act(settle);
    expect(network.live).toBe(1);
    await act(() => network.last.fail());
    await online();
    expect(tokens()).toEqual(['old', 'new']);
  });

  it('S2.89 W73 C35 shows a change at once, and no timer runs while nothing happens', async () => {
    const intervals = vi.spyOn(globalThis, 'setInterval');
    const { online, text } = page(ada('a'));
    await online();
    const renders = text();
    const timers = vi.spyOn(globalThis, 'setTimeout');
    await act(settle);
    expect(timers).not.toHaveBeenCalled();
    expect(intervals).not.toHaveBeenCalled();
    timers.mockRestore();
    intervals.mockRestore();
    await act(() => network.last.end(1012));
    expect(text()).not.toBe(renders);
  });

  it('S2.29 runs without a provider, says what is missing, and does not connect', async () => {
    const { container } = render(<Status />);
    await act(settle);
    expect(container.textContent).toBe('Status: disconnected (offline)');
    expect(warn.mock.calls).toEqual([[expect.stringContaining('<DashboardSessionProvider>')]]);
  });

  it('S2.2 W74 opens nothing while a server renders', async () => {
    const seen: UseWebSocketResult[] = [];
    function Page() {
      seen.push(useWebSocket());
      return <Status />;
    }
    const text = renderToString(
      <DashboardSessionProvider session={ada('a')} options={{ url, WebSocket: network.WebSocket }}>
        <Page />
      </DashboardSessionProvider>,
    );
    await settle();
    expect(text).toContain('disconnected');
    expect(seen[0]).toMatchObject({ state: 'disconnected', isConnected: false, client: undefined });
    expect(network.sockets).toEqual([]);
  });
});

describe("the system's own usage", () => {
  it('S2.15 S2.16 S2.17 S2.18 S2.20 S2.21 creates, connects, subscribes, sends and disconnects', async () => {
    const lines: string[] = [];
    const stop = watchTerminal({ url, WebSocket: network.WebSocket }, (output) => lines.push(output));
    await until(() => network.sockets[0]?.sent.length === 1, 'the ping');
    expect(network.last.sent).toEqual(['{"type":"ping","data":{}}']);
    await network.last.message({ type: 'terminal_output', data: { output: 'ls' } });
    expect(lines).toEqual(['ls']);
    expect(tokens()).toEqual(['session-token']);
    stop();
    await until(() => network.live === 0, 'the close');
  });
});
