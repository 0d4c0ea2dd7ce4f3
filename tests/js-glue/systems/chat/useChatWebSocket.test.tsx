// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, renderHook, screen } from '@testing-library/react';
import { ChatWebSocket, useChatWebSocket, type ServerMessage, type WebSocketConfig } from 'chatwire/chat';
import { StrictMode } from 'react';
import { renderToString } from 'react-dom/server';
import { afterEach, describe, expect, it } from 'vitest';
import { fakeNetwork, openNetwork, type FakeNetwork } from '../../../support/fakeWebSocket.ts';
import { settle } from '../../../support/tasks.ts';
import { until } from '../../../support/until.ts';
import { askOnce, Chat } from './usage.tsx';

afterEach(cleanup);

/** Waits as React wants it: inside act(). */
const appear = (condition: () => boolean, what: string) => act(() => until(condition, what));

async function mount(config: WebSocketConfig = {}, network: FakeNetwork = openNetwork()) {
  const hook = renderHook(
    (props: WebSocketConfig) => useChatWebSocket({ WebSocket: network.WebSocket, ...props }),
    {
      initialProps: config,
    },
  );
  await appear(() => hook.result.current.isConnected, 'the link');
  return { ...hook, network };
}

describe('useChatWebSocket', () => {
  it('S1.80 S1.84 S1.125 W67 returns the ChatWebSocket from the first render on', async () => {
    const seen: unknown[] = [];
    const { WebSocket } = fakeNetwork();
    const { rerender, unmount } = renderHook(() => seen.push(useChatWebSocket({ WebSocket })));
    rerender();
    expect(seen[0]).toBeInstanceOf(ChatWebSocket);
    expect(new Set(seen).size).toBe(1);
    unmount();
  });

  it('S1.81 S1.82 S1.78 is connected while the component is mounted, and not a moment longer', async () => {
    const { network, unmount } = await mount({ reconnectInterval: 1 });
    expect(network.sockets).toHaveLength(1);
    unmount();
    await until(() => network.live === 0, 'the close');
    expect(network.last.closedWith).toEqual({ code: 1000, reason: 'Client disconnect' });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(network.sockets).toHaveLength(1);
  });

  it('S1.83 W66 W68 dials once in 20 renders, and calls the callbacks of the newest', async () => {
    const calls: number[] = [];
    const config = (turn: number): WebSocketConfig => ({ onMessage: () => calls.push(turn) });
    const { network, rerender } = await mount(config(0));
    for (let turn = 1; turn <= 20; turn++) rerender(config(turn));
    await act(() => network.last.message({ response: 'a' }));
    expect(network.sockets).toHaveLength(1);
    expect(calls).toEqual([20]);
  });

  it('W69 has one socket under StrictMode, and it lives', async () => {
    const network = openNetwork();
    const { result, unmount } = renderHook(() => useChatWebSocket({ WebSocket: network.WebSocket }), {
      wrapper: StrictMode,
    });
    await appear(() => result.current.isConnected, 'the link');
    await act(settle);
    expect(network.sockets).toHaveLength(1);
    expect(network.live).toBe(1);
    unmount();
    await until(() => network.live === 0, 'the close');
  });

  it('S1.83 makes another one for another URL, and for other numbers', async () => {
    const { network, rerender, result } = await mount({ url: 'ws://a.test/' });
    const first = result.current;
    rerender({ url: 'ws://b.test/' });
    await appear(() => result.current.isConnected && network.live === 1, 'the other link');
    expect(network.sockets.map(({ url }) => url)).toEqual(['ws://a.test/', 'ws://b.test/']);
    expect(result.current).not.toBe(first);
  });

  it('W19 W73 renders when the state changes, without asking for it', async () => {
    const { network, result } = await mount({ reconnect: false });
    const states = [result.current.state];
    await act(() => network.last.end(1001));
    states.push(result.current.state);
    expect(states).toEqual(['connected', 'disconnected']);
  });

  it('S1.79 S1.2 W74 opens nothing while a server renders', async () => {
    const network = fakeNetwork();
    expect(renderToString(<Chat config={{ WebSocket: network.WebSocket }} />)).toContain('disconnected');
    await settle();
    expect(network.sockets).toEqual([]);
  });
});

describe("the system's own usage", () => {
  it('S1.76 S1.75 S1.77 S1.78 constructs, connects, sends and disconnects', async () => {
    const network = openNetwork();
    const answers: ServerMessage[] = [];
    const stop = askOnce({ WebSocket: network.WebSocket }, (message) => answers.push(message));
    await until(() => network.sockets[0]?.sent.length === 1, 'the question');
    expect(network.last.sent).toEqual([
      '{"message":"Hello, how can I fix my network?","conversation_id":"abc-123"}',
    ]);
    await network.last.message({ response: 'Unplug it.' });
    expect(answers).toEqual([{ response: 'Unplug it.' }]);
    stop();
    await until(() => network.live === 0, 'the close');
  });

  it('S1.85 S1.86 appends tokens to the current message, and shows the tools', async () => {
    const network = openNetwork();
    const { container, unmount } = render(<Chat config={{ WebSocket: network.WebSocket }} />);
    await appear(() => container.querySelector('output')?.textContent === 'connected', 'the link');
    fireEvent.click(screen.getByText('Send'));
    expect(network.last.sent).toEqual(['{"message":"Hi","conversation_id":"abc-123"}']);
    for (const response of ['a', 'b']) await act(() => network.last.message({ response }));
    await act(() => network.last.message({ response: 'c', tool_calls: [{ name: 'ping' }] }));
    expect(container.querySelector('p')?.textContent).toBe('abc');
    expect(container.querySelector('li')?.textContent).toBe('ping');
    unmount();
  });
});
