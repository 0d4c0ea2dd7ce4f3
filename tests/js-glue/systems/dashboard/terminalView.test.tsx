// @vitest-environment happy-dom
import { act, cleanup, render, screen } from '@testing-library/react';
import { DashboardSessionProvider, type SessionLike } from 'chatwire/dashboard';
import { StrictMode } from 'react';
import { renderToString } from 'react-dom/server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeNetwork, type FakeNetwork } from '../../../support/fakeWebSocket.ts';
import { settle } from '../../../support/tasks.ts';
import { until } from '../../../support/until.ts';
import TerminalPage from './terminalPage.tsx';

const session: SessionLike = {
  data: { user: { email: 'ada@example.com' }, accessToken: 'a' },
  status: 'authenticated',
};

let network: FakeNetwork;
let isServerUp: boolean;
beforeEach(() => {
  isServerUp = true;
  network = fakeNetwork((socket) => isServerUp && void socket.open());
});
afterEach(async () => {
  cleanup();
  await until(() => network.live === 0, 'the close');
  // Shares are given back in tasks of their own; the next test must not get this one's.
  for (let task = 0; task < 3; task++) await new Promise((resolve) => setTimeout(resolve));
});

const lines = () =>
  [...document.querySelectorAll<HTMLElement>('.chatwire-terminal-line')].map(({ dataset, textContent }) => [
    dataset['kind'],
    textContent.trimEnd(),
  ]);
const status = () => document.querySelector<HTMLElement>('.chatwire-status')!.dataset['status'];
const appear = (condition: () => boolean, what: string) => act(() => until(condition, what));

function pageOf(current: SessionLike | null, reconnect: { initialDelay: number } = { initialDelay: 60_000 }) {
  const options = { url: 'ws://server.test/ws', WebSocket: network.WebSocket, reconnect };
  return (
    <StrictMode>
      <DashboardSessionProvider session={current} options={options}>
        <TerminalPage />
      </DashboardSessionProvider>
    </StrictMode>
  );
}

describe('TerminalView of the dashboard', () => {
  it('S2.35 S2.76 S2.77 S2.78 S2.41 S2.43 S2.44: the page of the system connects, and shows all that comes', async () => {
    render(pageOf(session));
    await appear(() => status() === 'connected', 'the link');
    expect(screen.getByRole('heading').textContent).toBe('Terminal');
    expect(network.sockets.map(({ url }) => url)).toEqual(['ws://server.test/ws?token=a']);
    const frames = [
      { type: 'connected', data: { message: 'Welcome', client_count: 2 } },
      { type: 'task_status', data: { taskId: 't1', status: 'running' } },
      { type: 'terminal_output', data: { output: '$ make\n', type: 'info' } },
      { type: 'terminal_output', data: { output: 'half a ' } },
      { type: 'terminal_output', data: { output: 'line\n', type: 'output' } },
      { type: 'terminal_output', data: { output: 'no rule\n', type: 'error' } },
    ];
    for (const frame of frames) await act(() => network.last.message(frame));
    await appear(() => lines().length === 6, 'all lines');
    expect(lines()).toEqual([
      ['connection', 'Connected'],
      ['connection', 'Welcome (2 clients)'],
      ['status', 'Task t1: running'],
      ['info', '$ make'],
      ['output', 'half a line'],
      ['error', 'no rule'],
    ]);
  });

  it('S2.38 S2.44 S2.80: follows a drop and a reconnect', async () => {
    render(pageOf(session, { initialDelay: 1 }));
    await appear(() => status() === 'connected', 'the link');
    isServerUp = false;
    await act(() => network.last.end(1011));
    await appear(() => network.sockets.length === 2, 'the second dial');
    await appear(() => status() === 'connecting', 'what it shows');
    await act(() => network.last.open());
    await appear(() => status() === 'connected', 'the second link');
    await appear(() => lines().length === 3, 'its lines');
    expect(lines()).toEqual([
      ['connection', 'Connected'],
      ['connection', 'Connection lost'],
      ['connection', 'Connected'],
    ]);
  });

  it('S2.81: disconnects on unmount, and does not come back', async () => {
    const { unmount } = render(pageOf(session, { initialDelay: 1 }));
    await appear(() => status() === 'connected', 'the link');
    unmount();
    await until(() => network.live === 0, 'the close');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect([network.last.closedWith?.code, network.sockets.length]).toEqual([1000, 1]);
  });

  it('S2.83: shows a closed connection as long as nobody is signed in, and keeps its lines when he signs out', async () => {
    const { rerender } = render(pageOf(null));
    await act(settle);
    expect([status(), network.sockets.length]).toEqual(['disconnected', 0]);
    rerender(pageOf(session));
    await appear(() => status() === 'connected', 'the link');
    rerender(pageOf(null));
    await appear(() => lines().length === 2, 'the last line');
    expect([status(), ...lines()]).toEqual([
      'disconnected',
      ['connection', 'Connected'],
      ['connection', 'Disconnected'],
    ]);
  });

  it('C37: says what failed, in words that have a remedy', async () => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => {});
    render(pageOf(session, { initialDelay: 1 }));
    await appear(() => status() === 'connected', 'the link');
    for (let dial = 1; dial <= 2; dial++) {
      await appear(() => network.last.readyState === 1, 'a link');
      await act(() => network.last.end(4401, 'token expired'));
    }
    await appear(() => status() === 'error', 'the failure');
    await appear(() => lines().at(-1)?.[0] === 'error', 'its line');
    expect(lines().at(-1)?.[1]).toMatch(/^Connection failed: ./);
    error.mockRestore();
  });

  it('W74: a server renders the page, and opens nothing', async () => {
    const html = renderToString(pageOf(session));
    await settle();
    expect(html).toContain('<h1>Terminal</h1>');
    expect(network.sockets).toEqual([]);
  });
});
