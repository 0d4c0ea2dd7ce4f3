// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, renderHook, screen } from '@testing-library/react';
import {
  isResponse,
  preconnect,
  useWebSocket,
  type ConnectionState,
  type UseWebSocketOptions,
  type UseWebSocketResult,
} from 'chatwire/nexus';
import { StrictMode } from 'react';
import { renderToString } from 'react-dom/server';
import { afterEach, describe, expect, expectTypeOf, it, vi } from 'vitest';
import { fakeNetwork, openNetwork, type FakeNetwork } from '../../../support/fakeWebSocket.ts';
import { settle } from '../../../support/tasks.ts';
import { until } from '../../../support/until.ts';
import { framesOf, response, url } from './services.ts';
import { ChatComponent } from './usage.tsx';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

/** Waits as React wants it: inside act(). */
const appear = (condition: () => boolean, what: string) => act(() => until(condition, what));

async function mountConnected(
  options: Partial<UseWebSocketOptions> = {},
  network: FakeNetwork = openNetwork(),
) {
  const quick = { reconnectInterval: 5, logLevel: 'none' } as const;
  const all = { url, WebSocket: network.WebSocket, ...quick, ...options };
  const hook = renderHook((changed: Partial<UseWebSocketOptions>) => useWebSocket({ ...all, ...changed }), {
    initialProps: {},
  });
  await appear(() => hook.result.current.state.connected, 'the link');
  return { ...hook, network };
}

describe('useWebSocket of nexus', () => {
  it('S3.42 S3.43 S3.44 S3.45 C17 C18 returns the keys of the system, and those of the others', () => {
    const network = fakeNetwork();
    const { result } = renderHook(() => useWebSocket({ url, WebSocket: network.WebSocket }));
    expect(result.current).toMatchObject({
      ...{ state: { connected: false, connecting: true }, messages: [] },
      ...{ isConnected: false, lastMessage: null, connectionError: null },
    });
    for (const name of ['sendMessage', 'clearMessages', 'connect', 'disconnect', 'subscribe'] as const) {
      expect(typeof result.current[name]).toBe('function');
    }
    expectTypeOf<UseWebSocketResult['state']>().toEqualTypeOf<ConnectionState>();
  });

  it('S3.39 W66 a new object with the same values does not reconnect, other values do', async () => {
    const { result, rerender, network } = await mountConnected({ apiKey: 'one' });
    const { sendMessage, clearMessages } = result.current;
    for (let turn = 0; turn < 5; turn++) rerender({ onFallback: () => {} });
    await settle();
    expect(network.sockets).toHaveLength(1);
    expect(result.current).toMatchObject({ sendMessage, clearMessages });
    rerender({ apiKey: 'two' });
    await appear(() => network.sockets.length === 2 && result.current.state.connected, 'the other link');
    await until(() => network.live === 1, 'the close of the first');
  });

  it('S3.44 C19 sendMessage() sends a question, and gives its id', async () => {
    const { result, network } = await mountConnected();
    const id = result.current.sendMessage('hi', 'red');
    expect(framesOf(network.last)).toEqual([{ type: 'ask', id, payload: { query: 'hi', team_id: 'red' } }]);
  });

  it('S3.43 S3.45 messages come in order, in a new array each time, at most so many, and can be cleared', async () => {
    const { result, network } = await mountConnected({ maxMessages: 2 });
    const before = result.current.messages;
    for (const id of ['1', '2', '3']) await act(() => network.last.message(response(id)));
    await appear(() => result.current.messages.at(-1)?.id === '3', 'the last one');
    expect(result.current.messages.map(({ id }) => id)).toEqual(['2', '3']);
    expect(result.current.messages).not.toBe(before);
    expect(result.current.lastMessage?.id).toBe('3');
    act(() => result.current.clearMessages());
    expect(result.current.messages).toEqual([]);
    await act(() => network.last.message(response('4')));
    await appear(() => result.current.messages.length === 1, 'a later one');
  });

  it('S3.49 W44 ids in messages are unique, and any payload can be read of', async () => {
    const { result, network } = await mountConnected();
    const frames = [
      { type: 'response', id: 'a', payload: { answer: 'one' } },
      { type: 'note', id: 'a', payload: null },
      { type: 'news' },
      { type: 'news' },
    ];
    for (const frame of frames) await act(() => network.last.message(frame));
    await appear(() => result.current.messages.length === 4, 'all');
    const { messages } = result.current;
    expect(new Set(messages.map(({ id }) => id)).size).toBe(4);
    expect(messages.map(({ payload }): unknown => payload.answer)).toEqual(['one', ...Array<undefined>(3)]);
    expect(messages.filter(isResponse).map(({ payload }) => payload.answer)).toEqual(['one']);
  });

  it('S3.105 W41 a burst of 1,000 is all there, with few renders', async () => {
    const network = openNetwork();
    let renders = 0;
    const { result } = renderHook(() => {
      renders++;
      return useWebSocket({ url, WebSocket: network.WebSocket });
    });
    await appear(() => result.current.state.connected, 'the link');
    const before = renders;
    const ids = Array.from({ length: 1000 }, (_, n) => String(n));
    await act(() => Promise.all(ids.map((id) => network.last.message(response(id)))));
    await appear(() => result.current.messages.length === 1000, 'all');
    expect(result.current.messages.map(({ id }) => id)).toEqual(ids);
    expect(renders - before).toBeLessThan(100);
  });

  it('S3.76 W69 W70 StrictMode has one socket, and unmounting closes it', async () => {
    const network = openNetwork();
    const { result, unmount } = renderHook(() => useWebSocket({ url, WebSocket: network.WebSocket }), {
      wrapper: StrictMode,
    });
    await appear(() => result.current.state.connected, 'the link');
    expect(network.sockets).toHaveLength(1);
    unmount();
    await until(() => network.live === 0, 'the close');
    expect(network.last.closedWith?.code).toBe(1000);
  });

  it('S3.74 takes over what was connected before it was mounted, with its messages', async () => {
    const network = openNetwork();
    const service = preconnect({ url, apiKey: 'early', logLevel: 'none', WebSocket: network.WebSocket });
    expect(preconnect({ url, apiKey: 'early' })).toBe(service);
    await until(() => service.state.connected, 'the link');
    await network.last.message(response('before'));
    const { result, unmount } = await mountConnected(
      { apiKey: 'early', reconnectInterval: undefined },
      network,
    );
    expect(result.current.service).toBe(service);
    await act(() => network.last.message(response('after')));
    await appear(() => result.current.messages.length === 2, 'both messages');
    expect(result.current.messages.map(({ id }) => id)).toEqual(['before', 'after']);
    expect(network.sockets).toHaveLength(1);
    unmount();
    await until(() => network.live === 0, 'the close');
  });

  it('S3.52 shows an error, and takes it away', async () => {
    const { result, network } = await mountConnected({ reconnectInterval: 30 });
    await act(() => network.last.fail());
    await appear(() => result.current.state.error !== undefined, 'the error');
    expect(result.current.connectionError).toBe(result.current.state.error);
    expect(result.current.state).toMatchObject({ connected: false, connecting: true });
    await appear(() => result.current.state.connected, 'the next link');
    expect(result.current.state).toEqual({ connected: true, connecting: false });
  });

  it('S3.24 a wrong option is told, and does not tear down the page', async () => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => {});
    const { result } = renderHook(() => useWebSocket({ url: '' }));
    await appear(() => result.current.state.error !== undefined, 'the error');
    expect(result.current.state.error).toBe('The server address is not valid.');
    expect(String(error.mock.calls[0])).toContain('needs a url');
  });

  it('functions of a later render are called', async () => {
    let asked: string[] = [];
    const key = (name: string) => () => {
      asked = [...asked, name];
      return name;
    };
    const { rerender, network } = await mountConnected({ apiKey: key('first') });
    rerender({ apiKey: key('second') });
    await act(() => network.last.fail());
    await appear(() => network.sockets.length === 2, 'the next dial');
    expect(asked).toEqual(['first', 'second']);
  });

  it('C17 subscribe() and disconnect() are there for those who know them from other systems', async () => {
    const { result, network } = await mountConnected();
    const seen: string[] = [];
    result.current.subscribe('*', ({ type }) => seen.push(type));
    await act(() => network.last.message(response('1')));
    act(() => result.current.disconnect());
    await appear(() => !result.current.isConnected, 'the close');
    expect(seen).toEqual(['response']);
  });
});

describe("the system's own sample", () => {
  it('S3.40 S3.41 S3.46 S3.47 S3.48 S3.49 S3.86 S3.87 works as it stands', async () => {
    vi.stubEnv('NEXUS_API_KEY', 'your_api_key_here');
    vi.spyOn(console, 'log').mockImplementation(() => {});
    const network = fakeNetwork();
    render(<ChatComponent WebSocket={network.WebSocket} />);
    await appear(() => network.sockets.length === 1, 'the dial');
    fireEvent.change(screen.getByLabelText('query'), { target: { value: 'hi' } });
    expect(screen.getByText('Status: Disconnected')).toBeDefined();
    fireEvent.click(screen.getByText('Send'));
    await act(() => network.last.open());
    await appear(() => screen.queryByText('Status: Connected') !== null, 'the link');
    expect(network.last.sent).toEqual([]);
    expect([network.last.url, network.last.options?.headers]).toEqual([
      'ws://localhost:8000/',
      { 'x-api-key': 'your_api_key_here' },
    ]);
    fireEvent.click(screen.getByText('Send'));
    const [{ id, type, payload }] = framesOf(network.last) as [any];
    expect([type, payload]).toEqual(['ask', { query: 'hi' }]);
    await act(() => network.last.message(response(id, '42')));
    await act(() => network.last.message({ type: 'note', id, payload: null }));
    await appear(() => screen.queryAllByTestId('answer').length === 2, 'both messages');
    expect(screen.getAllByTestId('answer').map(({ textContent }) => textContent)).toEqual(['42', '']);
    fireEvent.click(screen.getByText('Clear'));
    expect(screen.queryAllByTestId('answer')).toEqual([]);
  });

  it('W74 is rendered on a server without opening anything', async () => {
    const network = fakeNetwork();
    expect(renderToString(<ChatComponent WebSocket={network.WebSocket} />)).toContain('Disconnected');
    await settle();
    expect(network.sockets).toEqual([]);
  });
});
