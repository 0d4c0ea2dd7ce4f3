// @vitest-environment happy-dom
import { act, cleanup, render, renderHook, waitFor } from '@testing-library/react';
import {
  useWebSocket,
  type UseWebSocketOptions,
  type UseWebSocketResult,
  type WebSocketMessage,
} from 'chatwire/react';
import { StrictMode, useEffect } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { beginAction } from '../../support/actions.ts';
import { fakeNetwork, openNetwork, type FakeNetwork } from '../../support/fakeWebSocket.ts';
import { settle } from '../../support/tasks.ts';
import { until } from '../../support/until.ts';

const url = 'ws://server.test/ws';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

/** Waits as React wants it: inside act(). */
const appear = (condition: () => boolean, what: string) => act(() => until(condition, what));

async function mount(options: UseWebSocketOptions = {}, network: FakeNetwork = openNetwork()) {
  const all: UseWebSocketOptions = { WebSocket: network.WebSocket, ...options };
  const hook = renderHook((props: { url: string }) => useWebSocket(props.url, all), {
    initialProps: { url },
  });
  await appear(() => network.sockets.length > 0, 'the dial');
  return { ...hook, network };
}

async function mountConnected(options: UseWebSocketOptions = {}) {
  const mounted = await mount(options);
  await appear(() => mounted.result.current.isConnected, 'the link');
  return mounted;
}

describe('useWebSocket of React', () => {
  it('S4.77 returns the keys of the system, and begins with S4.51 to S4.53', () => {
    const views: UseWebSocketResult[] = [];
    const { unmount } = renderHook(() =>
      views.push(useWebSocket(url, { WebSocket: fakeNetwork().WebSocket })),
    );
    expect(views[0]).toMatchObject({ isConnected: false, lastMessage: null, connectionError: null });
    for (const name of ['sendMessage', 'connect', 'disconnect'] as const) {
      expect(typeof views[0]![name]).toBe('function');
    }
    unmount();
  });

  it('S4.57 S4.58 shows the link and what comes over it', async () => {
    const { result, network } = await mountConnected();
    await act(() => network.last.message({ type: 'a', payload: 1 }));
    await appear(() => result.current.lastMessage !== null, 'the message');
    expect(result.current.messages).toEqual([{ type: 'a', payload: 1 }]);
    expect(result.current.connectionError).toBeNull();
    expect(result.current.client?.state).toBe('connected');
  });

  it('shows messages, their end and the link while an asynchronous action holds transitions back', async () => {
    const { result, network } = await mountConnected({ reconnectDelay: 60_000 });
    const endAction = beginAction();
    await act(() => network.last.message({ type: 'a' }));
    await waitFor(() => expect(result.current.messages).toHaveLength(1));
    act(() => result.current.clearMessages());
    expect(result.current.messages).toEqual([]);
    await act(() => network.last.end(1006, '', false));
    expect(result.current.state).toBe('reconnecting');
    await endAction();
  });

  it('S4.74 W69 under StrictMode there is exactly one socket, and it lives', async () => {
    const network = openNetwork();
    const { result, unmount } = renderHook(() => useWebSocket(url, { WebSocket: network.WebSocket }), {
      wrapper: StrictMode,
    });
    await appear(() => result.current.isConnected, 'the link');
    expect(network.sockets).toHaveLength(1);
    unmount();
    await until(() => network.live === 0, 'the close');
  });

  it('S4.74 W70 unmounting closes the socket, renders no more, and leaves no timer', async () => {
    const { network, unmount } = await mountConnected();
    const error = vi.spyOn(console, 'error');
    await act(() => network.last.message({ type: 'a' }));
    unmount();
    await until(() => network.live === 0, 'the close');
    await settle();
    const before = network.sockets.length;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(network.sockets).toHaveLength(before);
    expect(error).not.toHaveBeenCalled();
  });

  it('S4.75 W8 W9 another url: the old socket closes and never comes back', async () => {
    const { result, network, rerender } = await mountConnected({ reconnectDelay: 1 });
    const [old] = network.sockets;
    old!.answersClose = false;
    rerender({ url: 'ws://other.test/' });
    await appear(() => result.current.isConnected, 'the new link');
    await until(() => !old!.isLive, 'the old close');
    await act(() => old!.end(1006, '', false));
    await act(() => new Promise((resolve) => setTimeout(resolve, 20)));
    expect(network.sockets.map((socket) => socket.url)).toEqual([url, 'ws://other.test/']);
    expect(result.current.isConnected).toBe(true);
    expect(network.live).toBe(1);
  });

  it('W66 S4.76 inline callbacks do not reconnect, the newest is called, functions keep their identity', async () => {
    const network = openNetwork();
    const calls: number[] = [];
    let effects = 0;
    function Chat({ turn }: { turn: number }) {
      const { sendMessage, connect, disconnect } = useWebSocket(url, {
        WebSocket: network.WebSocket,
        onMessage: () => calls.push(turn),
      });
      useEffect(() => {
        effects++;
      }, [sendMessage, connect, disconnect]);
      return null;
    }
    const { rerender } = render(<Chat turn={0} />);
    for (let turn = 1; turn <= 10; turn++) rerender(<Chat turn={turn} />);
    await appear(() => network.sockets[0]?.readyState === 1, 'the link');
    await act(() => network.last.message({ type: 'a' }));
    expect(network.sockets).toHaveLength(1);
    expect(calls).toEqual([10]);
    expect(effects).toBe(1);
  });

  it('W67 shows the client as soon as there is one, without another reason to render', async () => {
    const network = fakeNetwork();
    const clients: boolean[] = [];
    function Chat() {
      const { client } = useWebSocket(url, { WebSocket: network.WebSocket });
      clients.push(client !== undefined);
      return null;
    }
    render(<Chat />);
    await appear(() => network.sockets.length > 0, 'the dial');
    expect(clients[0]).toBe(false);
    expect(clients.at(-1)).toBe(true);
  });

  it('W68 options of a later render count: other numbers make another connection', async () => {
    const network = fakeNetwork((socket) => void socket.fail());
    const delays: number[] = [];
    const { result, rerender } = renderHook(
      ({ reconnectDelay }) =>
        useWebSocket(url, { WebSocket: network.WebSocket, reconnectAttempts: 2, reconnectDelay }),
      { initialProps: { reconnectDelay: 60_000 } },
    );
    await appear(() => result.current.state === 'reconnecting', 'the long wait');
    rerender({ reconnectDelay: 1 });
    result.current.client?.on('retry', ({ delay }) => delays.push(delay));
    await appear(() => result.current.state === 'failed', 'the end');
    expect(delays).toEqual([1, 2]);
    expect(network.sockets).toHaveLength(4);
  });

  it('W41 a burst of 1,000: onMessage gets all in order, messages has them, with few renders', async () => {
    const network = openNetwork();
    const seen: number[] = [];
    let renders = 0;
    const { result } = renderHook(() => {
      renders++;
      return useWebSocket(url, {
        WebSocket: network.WebSocket,
        onMessage: ({ payload }) => seen.push(payload as number),
      });
    });
    await appear(() => result.current.isConnected, 'the link');
    const before = renders;
    const all = Array.from({ length: 1000 }, (_, n) => n);
    await act(() => Promise.all(all.map((payload) => network.last.message({ type: 'a', payload }))));
    await appear(() => result.current.lastMessage?.payload === 999, 'the last one');
    expect(seen).toEqual(all);
    expect(result.current.messages.map(({ payload }): unknown => payload)).toEqual(all);
    expect(renders - before).toBeLessThan(100);
  });

  it('S4.66 S4.67 S4.49 C38 C39 says what is wrong in the words of the system', async () => {
    const network = fakeNetwork((socket) => void socket.fail());
    const errors: unknown[] = [];
    const { result } = await mount(
      { reconnectAttempts: 2, reconnectDelay: 50, onError: (error) => errors.push(error) },
      network,
    );
    await appear(() => result.current.connectionError === 'WebSocket connection error', 'the first error');
    expect(result.current.maxAttempts).toBe(2);
    await appear(() => result.current.state === 'failed', 'the end');
    expect(result.current.connectionError).toBe('Max reconnection attempts reached');
    expect(network.sockets).toHaveLength(3);
    expect(errors.length).toBeGreaterThanOrEqual(3);
    expect(errors.every((error) => error instanceof Event && error.type === 'error')).toBe(true);
  });

  it('S4.44 S4.56 S4.55 S4.70 dials the url with no options at all; another connect() opens no second socket', async () => {
    const network = openNetwork();
    vi.stubGlobal('WebSocket', network.WebSocket);
    const { result, unmount } = renderHook(() => useWebSocket(url));
    await appear(() => result.current.isConnected, 'the link');
    expect(network.sockets.map((socket) => socket.url)).toEqual([url]);
    act(() => result.current.connect());
    await act(() => settle());
    expect(network.sockets).toHaveLength(1);
    act(() => result.current.disconnect());
    await appear(() => result.current.state === 'closed', 'the close');
    expect(network.last.closedWith?.code).toBe(1000);
    await act(() => settle());
    expect(network.sockets).toHaveLength(1);
    unmount();
    vi.unstubAllGlobals();
  });

  it('S4.45 S4.48 S4.52 S4.43 calls onMessage for each message, and shows the newest with its type and payload', async () => {
    const seen: WebSocketMessage[] = [];
    const { result, network } = await mountConnected({ onMessage: (message) => seen.push(message) });
    expect(result.current.lastMessage).toBeNull();
    await act(() => network.last.message({ type: 'a', payload: 1 }));
    await act(() => network.last.message({ type: 'test', data: 'hello' }));
    await appear(() => result.current.lastMessage?.type === 'test', 'the second message');
    expect(seen).toEqual([
      { type: 'a', payload: 1 },
      { type: 'test', data: 'hello' },
    ]);
    expect(result.current.lastMessage).toEqual({ type: 'test', data: 'hello' });
  });

  it('S4.54 renders for what it shows, not for what it keeps: a frame that nobody wants is not shown', async () => {
    let renders = 0;
    const network = openNetwork();
    const { result } = renderHook(() => {
      renders++;
      return useWebSocket(url, { WebSocket: network.WebSocket });
    });
    await appear(() => result.current.isConnected, 'the link');
    const before = renders;
    for (let n = 0; n < 10; n++) await act(() => network.last.message({ type: 'ping' }));
    await act(() => settle());
    expect(renders).toBe(before);
    expect(network.last.sent).toHaveLength(10);
  });

  it.each(['', 'http://server.test', 'ws://server.test/#x'])(
    'S4.68 a bad URL %j is told as such, and nothing is thrown into React',
    async (bad) => {
      vi.spyOn(console, 'error').mockImplementation(() => {});
      const { result } = renderHook(() => useWebSocket(bad, { WebSocket: fakeNetwork().WebSocket }));
      await appear(() => result.current.connectionError !== null, 'the error');
      expect(result.current.connectionError).toBe('Failed to create WebSocket connection');
    },
  );
});
