// @vitest-environment happy-dom
import { act, cleanup, renderHook } from '@testing-library/react';
import { createChatClient, type ChatClient } from 'chatwire';
import { useStore } from 'chatwire/react';
import { bindChatStore, createChatStore, type ChatStore } from 'chatwire/stores';
import { afterEach, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { beginAction } from '../../support/actions.ts';
import { openNetwork } from '../../support/fakeWebSocket.ts';

const clients: ChatClient[] = [];
const controlled = ['setTimeout', 'clearTimeout', 'requestAnimationFrame', 'cancelAnimationFrame'] as const;

afterEach(() => {
  cleanup();
  for (const client of clients.splice(0)) client.destroy();
  vi.useRealTimers();
});

const textsOf = ({ sessions }: ReturnType<ChatStore['getState']>) =>
  sessions.flatMap(({ messages }) => messages.map(({ text }) => text)).join(' ');

it('shows at once what an application writes, and renders only for another part', async () => {
  const store = createStore(() => ({ count: 0, other: 0 }));
  let renders = 0;
  const { result } = renderHook(() => {
    renders++;
    return useStore(store, ({ count }) => count);
  });
  act(() => store.setState({ other: 1 }));
  expect([result.current, renders]).toEqual([0, 1]);
  const endAction = beginAction();
  act(() => store.setState({ count: 1 }));
  expect([result.current, renders]).toEqual([1, 2]);
  await endAction();
});

it('leaves what a client streams to transitions, but for what they do not show while the page has time', async () => {
  const network = openNetwork();
  const client: ChatClient = createChatClient({
    ...{ url: 'ws://server.test', profile: 'wazuh' },
    WebSocket: network.WebSocket,
  });
  clients.push(client);
  await client.connect();
  const store = createChatStore();
  bindChatStore(client, store);
  vi.useFakeTimers({ toFake: [...controlled] });
  const { result } = renderHook(() => useStore(store, textsOf));

  const say = async (message: string) => {
    await act(() => network.last.message({ type: 'chat_response', data: { message } }));
    act(() => void vi.advanceTimersToNextFrame());
  };
  await say('one');
  expect(result.current).toBe('one');
  const endAction = beginAction();
  await say('two');
  expect(result.current).toBe('one');
  act(() => void vi.advanceTimersByTime(1000));
  expect(result.current).toBe('one two');
  await say('three');
  expect(result.current).toBe('one two');
  // What the user does is shown together with what came before it.
  act(() => void store.getState().sendMessage('four'));
  expect(result.current).toBe('one two three four');
  await endAction();
  expect(result.current).toBe('one two three four');
});
