// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { createChatClient, type ChatClient, type ChatClientOptions } from 'chatwire';
import { ChatInterface, ConnectionStatus, Toasts } from 'chatwire/react/components';
import { bindChatStore, bindUiStore, createChatStore, createUiStore } from 'chatwire/stores';
import { Profiler, StrictMode, useEffect, useState } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { beginAction } from '../../../support/actions.ts';
import { fakeNetwork, openNetwork, type FakeNetwork } from '../../../support/fakeWebSocket.ts';
import { settle } from '../../../support/tasks.ts';
import { until } from '../../../support/until.ts';

const clients: ChatClient[] = [];
const url = 'ws://server.test';
const appear = (condition: () => boolean, what: string) => act(() => until(condition, what));
const aFrame = () => act(() => void vi.advanceTimersToNextFrame());
const rows = () => [...document.querySelectorAll<HTMLElement>('.chatwire-chat-message')];
const texts = () => rows().map((row) => row.querySelector('.chatwire-chat-bubble')?.textContent);

function clientOn(network: FakeNetwork, options: ChatClientOptions): ChatClient {
  const client = createChatClient({ url, WebSocket: network.WebSocket, ...options });
  clients.push(client);
  return client;
}

/** An application as the documentation writes it. */
function Page({ client, onCommit = () => {} }: { client: ChatClient; onCommit?: () => void }) {
  const [chats] = useState(() => createChatStore());
  const [ui] = useState(() => createUiStore());
  useEffect(() => bindChatStore(client, chats), [client, chats]);
  useEffect(() => bindUiStore(client, ui), [client, ui]);
  return (
    <>
      <ConnectionStatus client={client} />
      <Profiler id="chat" onRender={onCommit}>
        <ChatInterface store={chats} />
      </Profiler>
      <Toasts store={ui} />
    </>
  );
}

function say(text: string) {
  fireEvent.change(screen.getByLabelText('Message'), { target: { value: text } });
  fireEvent.keyDown(screen.getByLabelText('Message'), { key: 'Enter' });
}

const controlled = ['setTimeout', 'clearTimeout', 'requestAnimationFrame', 'cancelAnimationFrame'] as const;

afterEach(() => {
  cleanup();
  for (const client of clients.splice(0)) client.destroy();
  vi.useRealTimers();
});

describe('a page of store, client and components', () => {
  it('S0.33 S0.35: shows what was said at once, what comes within a frame, and who types', async () => {
    const network = openNetwork();
    const client = clientOn(network, { profile: 'wazuh' });
    await client.connect();
    vi.useFakeTimers({ toFake: [...controlled] });
    render(
      <StrictMode>
        <Page client={client} />
      </StrictMode>,
    );
    say('Hi');
    expect(texts()).toEqual(['Hi']);
    await act(() => settle());
    expect(JSON.parse(String(network.last.sent.at(-1)))).toMatchObject({ type: 'chat_message' });
    expect(rows()[0]!.dataset['status']).toBe('sent');

    const indicator = () => screen.queryByText('Assistant is typing');
    await network.last.message({ type: 'typing_start', data: {} });
    aFrame();
    expect(indicator()).toBeTruthy();
    await network.last.message({ type: 'typing_stop', data: {} });
    aFrame();
    expect(indicator()).toBeNull();
    await network.last.message({ type: 'chat_response', data: { message: 'Hello' } });
    aFrame();
    expect(texts()).toEqual(['Hi', 'Hello']);
    expect(rows()[0]!.dataset['status']).toBe('answered');
  });

  it('shows what the user does at once, and an answer, while an asynchronous action holds transitions back', async () => {
    const network = openNetwork();
    const client = clientOn(network, { profile: 'wazuh' });
    await client.connect();
    render(<Page client={client} />);
    const endAction = beginAction();
    say('Hi');
    expect(texts()).toEqual(['Hi']);
    await act(() => network.last.message({ type: 'chat_response', data: { message: 'Hello' } }));
    await waitFor(() => expect(texts()).toEqual(['Hi', 'Hello']));
    await endAction();
  });

  it('shows what was said without a connection as queued, and sends it when there is one', async () => {
    const network = fakeNetwork();
    const client = clientOn(network, { profile: 'wazuh' });
    render(<Page client={client} />);
    say('Hi');
    expect(rows()[0]!.dataset['status']).toBe('queued');
    await act(async () => void client.connect());
    await appear(() => network.sockets.length === 1, 'the dial');
    await act(() => network.last.open());
    await appear(() => rows()[0]!.dataset['status'] === 'sent', 'the message to leave');
    expect(network.last.sent).toHaveLength(1);
  });

  it('commits at most once per frame while 1,000 deltas stream in, and shows all of them', async () => {
    const network = openNetwork();
    const client = clientOn(network, { profile: 'autobot' });
    await client.connect();
    vi.useFakeTimers({ toFake: [...controlled] });
    let commits = 0;
    render(<Page client={client} onCommit={() => (commits += 1)} />);
    await act(() => settle());
    commits = 0;
    const words = Array.from({ length: 1000 }, (_, index) => `w${index} `);
    for (let start = 0; start < 1000; start += 100) {
      const chunk = words.slice(start, start + 100).map((delta, n) =>
        network.last.message({
          type: 'llm_response_chunk',
          payload: { stream_id: 's', index: start + n, delta, is_final: false },
        }),
      );
      await act(() => Promise.all(chunk));
      aFrame();
    }
    expect(texts()).toEqual([words.join('')]);
    expect(commits).toBeLessThanOrEqual(10);
    expect(commits).toBeGreaterThan(0);
  });

  it('S0.32: shows one toast for a lost link and one for its return, however many dials it takes', async () => {
    let dials = 0;
    const network = fakeNetwork(
      (socket) => void (++dials === 1 || dials > 4 ? socket.open() : socket.fail()),
    );
    const client = clientOn(network, { profile: 'wazuh', reconnect: { initialDelay: 1 } });
    await client.connect();
    const seen: string[] = [];
    render(<Page client={client} />);
    new MutationObserver((changes) => {
      for (const node of changes.flatMap(({ addedNodes }) => [...addedNodes])) {
        if (node instanceof HTMLElement && node.classList.contains('chatwire-toast'))
          seen.push(node.getAttribute('data-level') ?? '');
      }
    }).observe(screen.getByRole('region', { name: 'Notifications' }), { childList: true });
    await act(() => network.last.fail());
    await appear(() => dials > 4 && client.state === 'connected', 'the link');
    await appear(() => seen.length >= 2, 'the toasts');
    await act(() => settle());
    expect(seen).toEqual(['warning', 'success']);
  });
});
