// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { ChatEventAggregator } from 'chatwire/autobot';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket as NodeSocket } from 'ws';
import { startServerProcess, type ServerProcess } from '../../../support/serverProcess.ts';
import { until } from '../../../support/until.ts';
import { Chat, Feed, tend } from './usage.tsx';

let server: ServerProcess;

beforeAll(async () => {
  server = await startServerProcess();
});

afterAll(() => server.stop());

const appear = (condition: () => boolean, what: string) => act(() => until(condition, what));

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe('the usage that the guide shows', () => {
  it('S4.142 S4.143 S4.161 S4.165 a chat connects, asks, and shows the answer', async () => {
    vi.stubGlobal('WebSocket', NodeSocket);
    // The router of the guide says so of each type that it does not know.
    vi.spyOn(console, 'warn').mockImplementation(() => {});
    const notices: string[] = [];
    render(<Chat url={`${server.wsUrl}/ws`} notify={(text) => notices.push(text)} />);
    expect(screen.getByRole('status').textContent).toBe('Disconnected');
    await appear(() => screen.getByRole('status').textContent === 'Connected', 'the link');
    fireEvent.click(screen.getByText('Ask'));
    await appear(
      () => screen.queryAllByRole('listitem').some((item) => item.textContent.includes('42')),
      'the answer',
    );
    fireEvent.click(screen.getByText('Disconnect'));
    await appear(() => screen.getByRole('status').textContent === 'Disconnected', 'the end');
    await appear(() => notices.length > 1, 'the close');
    expect(notices).toEqual(['connected', 'disconnected']);
  });

  it('S4.118 a feed shows the events as they come', () => {
    const aggregator = new ChatEventAggregator();
    render(<Feed aggregator={aggregator} />);
    act(() => void aggregator.addEvent('first', null));
    act(() => void aggregator.addEvent('second', null));
    expect(screen.getByText('first second')).toBeTruthy();
  });

  it('S4.162 S4.164 the tools work together around a plain socket', async () => {
    const socket = new NodeSocket(`${server.wsUrl}/ws-test`);
    const stop = tend(socket as unknown as WebSocket);
    await until(() => socket.readyState === 1, 'the link');
    const received: unknown[] = [];
    socket.on('message', (data: Buffer) => received.push(JSON.parse(String(data))));
    // Its echo is of another type, which the filter stops: nothing more is sent.
    socket.send('one');
    await until(() => received.length === 1, 'the echo');
    stop();
    socket.close();
  });
});
