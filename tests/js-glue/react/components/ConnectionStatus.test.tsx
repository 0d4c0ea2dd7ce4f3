// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { createChatClient, type ChatClient, type ChatClientOptions, type ConnectionSnapshot } from 'chatwire';
import { ChatProvider } from 'chatwire/react';
import { ConnectionStatus } from 'chatwire/react/components';
import { StrictMode } from 'react';
import { renderToString } from 'react-dom/server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { violations } from '../../../support/accessibility.ts';
import { fakeNetwork, openNetwork, type FakeNetwork } from '../../../support/fakeWebSocket.ts';
import { until } from '../../../support/until.ts';

const appear = (condition: () => boolean, what: string) => act(() => until(condition, what));
const status = () => document.querySelector<HTMLElement>('.chatwire-status')!;
const spoken = () => screen.getByRole('status').textContent;
const clients: ChatClient[] = [];

function clientOn(network: FakeNetwork, options: ChatClientOptions = {}): ChatClient {
  const client = createChatClient({ url: 'ws://server.test', WebSocket: network.WebSocket, ...options });
  clients.push(client);
  return client;
}

/** A client that stands as the test says. */
function standing(snapshot: Partial<ConnectionSnapshot>, options: ChatClientOptions = {}) {
  const client = createChatClient({ url: 'ws://server.test', ...options });
  const whole = { ...client.getSnapshot(), ...snapshot };
  const connect = vi.fn(async () => {});
  return { client: Object.assign(client, { getSnapshot: () => whole, connect }), connect };
}

afterEach(() => {
  cleanup();
  for (const client of clients.splice(0)) client.destroy();
  vi.useRealTimers();
});

describe('ConnectionStatus', () => {
  it('S0.34 S2.38: follows the connection, in words and in data-status', async () => {
    const network = fakeNetwork();
    const client = clientOn(network, { profile: 'wazuh', reconnect: { maxAttempts: 1, initialDelay: 1 } });
    const seen = new Set<string>();
    render(<ConnectionStatus client={client} />);
    const note = () => void seen.add(`${status().dataset['status']}: ${spoken()}`);
    note();
    const notes = new MutationObserver(note);
    notes.observe(status(), { attributes: true, subtree: true, characterData: true, childList: true });

    await act(async () => void client.connect());
    await appear(() => network.sockets.length === 1, 'the dial');
    await act(() => network.last.open());
    await appear(() => client.state === 'connected', 'the link');
    await act(() => network.last.end(4001, 'bye'));
    await appear(() => client.state === 'failed' || network.sockets.length > 1, 'the end of it');
    if (client.state !== 'failed') await act(() => network.last.fail());
    await appear(() => client.state === 'failed', 'giving up');
    notes.disconnect();
    expect([...seen]).toEqual(
      expect.arrayContaining([
        'disconnected: Not connected',
        'connecting: Connecting…',
        'connected: Connected',
        'error: Connection failed',
      ]),
    );
  });

  it("takes the provider's client where none is given", async () => {
    const network = openNetwork();
    render(
      <StrictMode>
        <ChatProvider options={{ url: 'ws://server.test', WebSocket: network.WebSocket }}>
          <ConnectionStatus />
        </ChatProvider>
      </StrictMode>,
    );
    await appear(() => spoken() === 'Connected', 'the link');
    expect(status().dataset['state']).toBe('connected');
  });

  it('says what to do where there is no client', () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    expect(() => render(<ConnectionStatus />)).toThrow('Put a <ChatProvider> around');
    vi.restoreAllMocks();
  });

  describe('while it waits for the next attempt', () => {
    beforeEach(() => {
      vi.useFakeTimers({ now: 1_000_000, toFake: ['Date', 'setInterval', 'clearInterval'] });
    });

    it('S2.93: shows attempt n of max, and counts the seconds down', () => {
      const { client } = standing(
        { state: 'reconnecting', attempt: 2, retryAt: 1_003_500 },
        { profile: 'dashboard' },
      );
      render(<ConnectionStatus client={client} />);
      expect(status().textContent).toContain('attempt 2 of 5, next try in 4 s');
      act(() => void vi.advanceTimersByTime(1000));
      expect(status().textContent).toContain('next try in 3 s');
      act(() => void vi.advanceTimersByTime(60_000));
      expect(status().textContent).toContain('next try in 0 s');
    });

    it('S2.93: leaves the maximum out where the client never gives up, or the application says so', () => {
      const { client } = standing({ state: 'reconnecting', attempt: 7, retryAt: 1_001_000 });
      const { rerender } = render(<ConnectionStatus client={client} />);
      expect(status().textContent).toContain('attempt 7, next try in 1 s');
      rerender(<ConnectionStatus client={client} maxAttempts={9} />);
      expect(status().textContent).toContain('attempt 7 of 9, next try in 1 s');
      rerender(<ConnectionStatus client={client} maxAttempts={Infinity} />);
      expect(status().textContent).toContain('attempt 7, next try in 1 s');
    });

    it('S2.93: "retry now" dials at once, and leaves the focus where the button was', () => {
      const { client, connect } = standing({ state: 'reconnecting', attempt: 1, retryAt: 1_030_000 });
      render(<ConnectionStatus client={client} />);
      fireEvent.click(screen.getByRole('button', { name: 'Retry now' }));
      expect(connect).toHaveBeenCalledTimes(1);
      expect(document.activeElement).toBe(status());
    });

    it('counts outside of what a screen reader is told', () => {
      render(
        <ConnectionStatus
          client={standing({ state: 'reconnecting', attempt: 1, retryAt: 1_030_000 }).client}
        />,
      );
      expect(spoken()).toBe('Reconnecting…');
    });

    it('leaves no timer behind', () => {
      const { client } = standing({ state: 'reconnecting', attempt: 1, retryAt: 1_030_000 });
      const { unmount } = render(<ConnectionStatus client={client} />);
      expect(vi.getTimerCount()).toBe(1);
      unmount();
      expect(vi.getTimerCount()).toBe(0);
    });
  });

  it('shows what waits, what is offline and what has failed, in the words that it is given', () => {
    const { client: queued } = standing({ state: 'connecting', attempt: 1, queued: 2, online: false });
    const { rerender } = render(<ConnectionStatus client={queued} labels={{ offline: 'Kein Netz' }} />);
    expect(status().textContent).toBe('Kein Netzattempt 1, trying now2 messages wait');
    expect(screen.queryByRole('button')).toBeNull();

    const error = { code: 'NO_WEBSOCKET', message: 'NO_WEBSOCKET: none', remedy: 'Install ws' } as never;
    const failed = standing({ state: 'failed', error });
    rerender(<ConnectionStatus client={failed.client} />);
    expect(screen.getByRole('alert').textContent).toBe('Install ws');
    rerender(
      <ConnectionStatus client={failed.client} labels={{ problem: ({ code }) => `Kaputt: ${code}` }} />,
    );
    expect(screen.getByRole('alert').textContent).toBe('Kaputt: NO_WEBSOCKET');
    fireEvent.click(screen.getByRole('button', { name: 'Retry now' }));
    expect(failed.connect).toHaveBeenCalledTimes(1);
  });

  it('has nothing that axe-core minds, in any of its forms', async () => {
    const error = { code: 'X', message: 'X: it broke', remedy: '' } as never;
    for (const snapshot of [
      { state: 'connected' },
      { state: 'reconnecting', attempt: 1, retryAt: Date.now() + 5000, queued: 3 },
      { state: 'failed', error },
    ] as const) {
      const { container, unmount } = render(
        <ConnectionStatus client={standing(snapshot, { profile: 'dashboard' }).client} />,
      );
      expect(await violations(container)).toEqual([]);
      unmount();
    }
  });

  it('renders on a server', () => {
    const complaints = vi.spyOn(console, 'error');
    const html = renderToString(<ConnectionStatus client={createChatClient({ url: 'ws://server.test' })} />);
    expect(html).toContain('data-state="idle"');
    expect(complaints).not.toHaveBeenCalled();
    complaints.mockRestore();
  });
});
