// @vitest-environment happy-dom
import { act, cleanup, render, renderHook, screen, waitFor } from '@testing-library/react';
import { createChatClient, type AutobotMessages, type ChatClient, type ChatClientOptions } from 'chatwire';
import {
  ChatProvider,
  useChatClient,
  useConnection,
  useLatestMessage,
  useMessages,
  useSelector,
  useSend,
} from 'chatwire/react';
import { StrictMode, Suspense, use, useEffect, useState, type ReactNode } from 'react';
import { renderToString } from 'react-dom/server';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { beginAction } from '../../support/actions.ts';
import { openNetwork, type FakeNetwork } from '../../support/fakeWebSocket.ts';
import { settle } from '../../support/tasks.ts';

const url = 'ws://server.test/ws';
/** Not within `act`, at whose end React shows what it was given by a transition. */
const appear = (condition: () => boolean, what: string) =>
  waitFor(() => expect(condition(), what).toBe(true), { timeout: 10_000, interval: 2 });
/** Timers of the same length fire in the order in which they were set. */
const aTaskLater = () => act(() => new Promise((resolve) => setTimeout(resolve)));

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

function provider(network: FakeNetwork, options: ChatClientOptions = {}) {
  const all = { url, WebSocket: network.WebSocket, reconnect: { initialDelay: 1 }, ...options };
  return function Wrapper({ children }: { children?: ReactNode }) {
    return <ChatProvider options={all}>{children}</ChatProvider>;
  };
}

describe('ChatProvider', () => {
  it('S0.3 W69 S3.74: a hundred components under StrictMode share one socket, which lives', async () => {
    const network = openNetwork();
    const seen = new Set<ChatClient>();
    const One = () => {
      const client = useChatClient();
      useEffect(() => void seen.add(client));
      return null;
    };
    const Wrapper = provider(network);
    render(
      <StrictMode>
        <Wrapper>
          {Array.from({ length: 100 }, (_, n) => (
            <One key={n} />
          ))}
        </Wrapper>
      </StrictMode>,
    );
    await appear(() => [...seen][0]?.state === 'connected', 'the link');
    await aTaskLater();
    expect([seen.size, network.sockets.length, network.last.isLive]).toEqual([1, 1, true]);
  });

  it('W70 F40: unmounting closes the socket for good and destroys the client', async () => {
    const network = openNetwork();
    const { result, unmount } = renderHook(() => useChatClient(), { wrapper: provider(network) });
    await appear(() => result.current.state === 'connected', 'the link');
    unmount();
    await aTaskLater();
    expect([result.current.isDestroyed, network.last.isLive]).toEqual([true, false]);
    await act(() => settle());
    expect(network.sockets).toHaveLength(1);
  });

  it('C37 S0.38 S2.83: enabled says when to connect, and when to go', async () => {
    const network = openNetwork();
    const Status = () => <p>{useConnection().state}</p>;
    const options = { url, WebSocket: network.WebSocket };
    const page = (enabled: boolean) => (
      <ChatProvider options={options} enabled={enabled}>
        <Status />
      </ChatProvider>
    );
    const { rerender } = render(page(false));
    await aTaskLater();
    expect([network.sockets.length, screen.queryByText('idle') !== null]).toEqual([0, true]);
    rerender(page(true));
    await appear(() => screen.queryByText('connected') !== null, 'the link');
    rerender(page(false));
    await appear(() => screen.queryByText('closed') !== null, 'the close');
    expect(network.last.closedWith?.code).toBe(1000);
    rerender(page(true));
    await appear(() => screen.queryByText('connected') !== null, 'the second link');
    expect(network.sockets).toHaveLength(2);
  });

  it('leaves a client of the application alone', async () => {
    const network = openNetwork();
    const client = createChatClient({ url, WebSocket: network.WebSocket });
    const { result, unmount } = renderHook(() => useChatClient(), {
      wrapper: ({ children }) => <ChatProvider client={client}>{children}</ChatProvider>,
    });
    expect(result.current).toBe(client);
    unmount();
    await aTaskLater();
    expect([network.sockets.length, client.isDestroyed]).toEqual([0, false]);
    client.destroy();
  });

  it('keeps its socket over Suspense below it', async () => {
    const network = openNetwork();
    let finish = () => {};
    const loading = new Promise<string>((resolve) => (finish = () => resolve('loaded')));
    const Late = () => <p>{use(loading)}</p>;
    const Wrapper = provider(network);
    const page = (
      <Wrapper>
        <Suspense fallback={<p>loading</p>}>
          <Late />
        </Suspense>
      </Wrapper>
    );
    await act(async () => void render(page));
    await appear(() => network.sockets.length === 1, 'the dial');
    await act(async () => finish());
    expect(screen.queryByText('loaded')).not.toBeNull();
    expect([network.sockets.length, network.last.isLive]).toEqual([1, true]);
  });

  it('S0.2: without one, there is one clear error', () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    expect(() => renderHook(() => useChatClient())).toThrow(
      /^chatwire: there is no client here\. Put a <ChatProvider>/,
    );
  });

  it('W74 S1.79: a server renders it, and opens nothing', () => {
    const network = openNetwork();
    const Page = () => (
      <p>
        {useConnection().state} {useMessages('a').length} {useSelector(({ queued }) => queued)}
      </p>
    );
    const Wrapper = provider(network);
    expect(renderToString(<Wrapper children={<Page />} />).replaceAll('<!-- -->', '')).toBe(
      '<p>idle 0 0</p>',
    );
    expect(network.sockets).toHaveLength(0);
  });
});

describe('useMessages', () => {
  it('F41 loses none and repeats none of 5,000, in order, with few renders, in each of ten components', async () => {
    const network = openNetwork();
    const lists: (readonly unknown[])[] = [];
    let renders = 0;
    const List = ({ index }: { index: number }) => {
      const messages = useMessages<number>('token', { limit: Infinity });
      useEffect(() => {
        renders++;
        lists[index] = messages.map(({ payload }) => payload);
      });
      return null;
    };
    const Wrapper = provider(network);
    render(
      <StrictMode>
        <Wrapper>
          {Array.from({ length: 10 }, (_, n) => (
            <List key={n} index={n} />
          ))}
        </Wrapper>
      </StrictMode>,
    );
    await appear(() => network.sockets.length === 1 && network.last.readyState === 1, 'the link');
    const before = renders;
    const all = Array.from({ length: 5000 }, (_, n) => n);
    await act(() => Promise.all(all.map((payload) => network.last.message({ type: 'token', payload }))));
    await appear(() => lists.every((list) => list.length === all.length), 'all of them');
    for (const list of lists) expect(list).toEqual(all);
    expect((renders - before) / lists.length).toBeLessThan(500);
  });

  it('shows what comes while an asynchronous action, which holds all transitions back, is under way', async () => {
    const network = openNetwork();
    const List = () => <p>{useMessages('a').map(({ payload }) => String(payload))}</p>;
    render(<List />, { wrapper: provider(network) });
    await appear(() => network.sockets.length === 1 && network.last.readyState === 1, 'the link');
    const endAction = beginAction();
    for (const payload of ['x', 'y']) await act(() => network.last.message({ type: 'a', payload }));
    await appear(() => screen.queryByText('xy') !== null, 'both');
    await act(() => network.last.message({ type: 'a', payload: 'z' }));
    await appear(() => screen.queryByText('xyz') !== null, 'the third');
    await endAction();
    expect(screen.queryByText('xyz')).not.toBeNull();
  });

  it('S3.43 keeps the newest, and shows what came before the component', async () => {
    const network = openNetwork();
    const Late = () => {
      const [isThere, setThere] = useState(false);
      return isThere ? <List /> : <button onClick={() => setThere(true)}>show</button>;
    };
    const List = () => <p>{useMessages('a', { limit: 2 }).map(({ payload }) => String(payload))}</p>;
    const Wrapper = provider(network);
    // It mounts each component twice.
    render(
      <StrictMode>
        <Wrapper children={<Late />} />
      </StrictMode>,
    );
    await appear(() => network.sockets.length === 1 && network.last.readyState === 1, 'the link');
    for (const payload of ['x', 'y', 'z']) await act(() => network.last.message({ type: 'a', payload }));
    act(() => screen.getByText('show').click());
    await appear(() => screen.queryByText('yz') !== null, 'the last two');
  });

  it('follows another type', async () => {
    const network = openNetwork();
    const { result, rerender } = renderHook(({ type }) => useMessages(type).map(({ payload }) => payload), {
      wrapper: provider(network),
      initialProps: { type: 'a' },
    });
    await appear(() => network.sockets.length === 1 && network.last.readyState === 1, 'the link');
    for (const type of ['a', 'b']) await act(() => network.last.message({ type, payload: type }));
    await appear(() => result.current.length === 1, 'the first');
    rerender({ type: 'b' });
    await appear(() => result.current[0] === 'b', 'the other');
    expect(result.current).toEqual(['b']);
  });

  it('useLatestMessage gives the newest one', async () => {
    const network = openNetwork();
    const { result } = renderHook(() => useLatestMessage<number>('a')?.payload, {
      wrapper: provider(network),
    });
    await appear(() => network.sockets.length === 1 && network.last.readyState === 1, 'the link');
    expect(result.current).toBeUndefined();
    for (const payload of [1, 2, 3]) await act(() => network.last.message({ type: 'a', payload }));
    await appear(() => result.current === 3, 'the newest');
  });
});

describe('useSelector, useConnection and useSend', () => {
  it('S3.105: a component renders only when its part changes, however the selector is written', async () => {
    const network = openNetwork();
    let renders = 0;
    const Queue = () => {
      renders++;
      return (
        <p>
          {useSelector(
            ({ queued }) => ({ many: queued > 1 }),
            (a, b) => a.many === b.many,
          ).many
            ? 'many'
            : 'few'}
        </p>
      );
    };
    let send!: ChatClient['send'];
    const Sender = () => {
      const stable = useSend();
      useEffect(() => void (send = stable), [stable]);
      return null;
    };
    render(
      <ChatProvider options={{ url, WebSocket: network.WebSocket }} enabled={false}>
        <Queue />
        <Sender />
      </ChatProvider>,
    );
    const before = renders;
    act(() => void send('a'));
    expect(renders).toBe(before);
    act(() => void send('b'));
    expect([renders, screen.queryByText('many') !== null]).toEqual([before + 1, true]);
  });

  it('S4.76: useSend is the same function in every render, and sends', async () => {
    const network = openNetwork();
    const { result, rerender } = renderHook(
      () => ({ send: useSend(), client: useChatClient<AutobotMessages>() }),
      { wrapper: provider(network) },
    );
    const first = result.current.send;
    for (let n = 0; n < 10; n++) rerender();
    expect(result.current.send).toBe(first);
    await appear(() => result.current.client.state === 'connected', 'the link');
    first('a', 1);
    expect(network.last.sent).toEqual(['{"type":"a","payload":1}']);
  });

  it('S2.27 S2.34 W73: shows each state as it comes', async () => {
    const network = openNetwork();
    const states: string[] = [];
    const { result } = renderHook(
      () => {
        const { state } = useConnection();
        useEffect(() => void states.push(state), [state]);
        return useChatClient();
      },
      { wrapper: provider(network) },
    );
    await appear(() => result.current.state === 'connected', 'the link');
    void network.last.fail();
    await appear(
      () => network.sockets.length === 2 && result.current.state === 'connected',
      'the second link',
    );
    expect(states).toEqual(['idle', 'connecting', 'connected', 'reconnecting', 'connecting', 'connected']);
  });
});
