// @vitest-environment happy-dom
// Written as an application's own test would be: nothing of this repository's support.
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import type { WebSocketConstructor } from 'chatwire';
import { ChatProvider, useConnection, useMessages, useSend } from 'chatwire/react';
import { MockServer, preload } from 'chatwire/testing';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

function App({ WebSocket }: { WebSocket?: WebSocketConstructor }) {
  return (
    <ChatProvider options={{ url: 'ws://localhost:8080/ws', profile: 'autobot', WebSocket }}>
      <Chat />
    </ChatProvider>
  );
}

function Chat() {
  const { state, queued } = useConnection();
  const answers = useMessages<{ response: string }>('llm_response');
  const send = useSend();
  return (
    <>
      <p role="status">
        {state}, {queued} waiting
      </p>
      <button onClick={() => send('user_message', { message: 'What is 6 * 7?' })}>Ask</button>
      <ul>
        {answers.map(({ payload }, index) => (
          <li key={index}>{payload.response}</li>
        ))}
      </ul>
    </>
  );
}

const status = () => screen.getByRole('status').textContent;
const answers = () => screen.queryAllByRole('listitem').map(({ textContent }) => textContent);

afterEach(cleanup);

describe('a chat, with fake timers', () => {
  beforeAll(preload);
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const pass = (milliseconds: number) => act(() => vi.advanceTimersByTimeAsync(milliseconds));

  it('asks, and shows the answer', async () => {
    const server = new MockServer({ profile: 'autobot', latency: 20 });
    server.reply('user_message', 'llm_response', { response: 'It is 42.' });
    render(<App WebSocket={server.WebSocket} />);
    await pass(100);
    expect(status()).toBe('connected, 0 waiting');
    fireEvent.click(screen.getByText('Ask'));
    expect(answers()).toEqual([]);
    await pass(200);
    expect(answers()).toEqual(['It is 42.']);
    expect(server.received).toMatchObject([{ type: 'user_message', payload: { message: 'What is 6 * 7?' } }]);
  });

  it('keeps a question while the line is cut, and asks it once when it is back', async () => {
    const server = new MockServer({ profile: 'autobot' });
    server.reply('user_message', 'llm_response', { response: 'It is 42.' });
    render(<App WebSocket={server.WebSocket} />);
    await pass(100);
    server.at('1s').offline().at('6s').online();
    await pass(2000);
    expect(status()).toMatch(/^(reconnecting|connecting), 0 waiting$/);
    fireEvent.click(screen.getByText('Ask'));
    await pass(100);
    expect(status()).toMatch(/ 1 waiting$/);
    await pass(20_000);
    expect(status()).toBe('connected, 0 waiting');
    expect(answers()).toEqual(['It is 42.']);
    expect(server.received).toHaveLength(1);
  });
});

describe('a chat, with the clock of the server', () => {
  it('keeps its link through an hour of silence', async () => {
    const server = new MockServer({ profile: 'autobot' });
    render(<App WebSocket={server.WebSocket} />);
    await act(() => server.clock.advance('1h'));
    expect(status()).toBe('connected, 0 waiting');
    expect(server.connections).toHaveLength(1);
  });

  it('needs no clock at all where nothing takes time', async () => {
    const server = new MockServer({ profile: 'autobot' });
    server.reply('user_message', 'llm_response', { response: 'It is 42.' });
    render(<App WebSocket={server.WebSocket} />);
    fireEvent.click(screen.getByText('Ask'));
    expect(await screen.findByText('It is 42.')).toBeTruthy();
  });
});
