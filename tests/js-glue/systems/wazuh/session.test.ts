import type { WebSocketSession } from 'chatwire/wazuh/client';
import { createChatStore, createUiStore } from 'chatwire/stores';
import { bindChatStore, type ChatState, type WebSocketMessage } from 'chatwire/wazuh/client';
import { afterEach, describe, expect, expectTypeOf, it, vi } from 'vitest';
import { fakeNetwork, openNetwork } from '../../../support/fakeWebSocket.ts';
import { settle } from '../../../support/tasks.ts';
import { forbidUnhandledRejections } from '../../../support/unhandledRejections.ts';
import { until } from '../../../support/until.ts';
import { connectSession, createStore, frame, framesOf, makeSession } from './sessions.ts';

forbidUnhandledRejections();

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const refusing = () => fakeNetwork((socket) => void socket.fail());
const tokens = (network: { sockets: { url: string }[] }) =>
  network.sockets.map(({ url }) => new URL(url).searchParams.get('token'));
const status = (session: WebSocketSession) => session.getView().connectionStatus;

describe('a session of wazuh', () => {
  it('S0.4 S0.37 S0.38 connects when the user has logged in, and never before', async () => {
    const { session, network } = makeSession();
    session.connect();
    await settle();
    expect([network.sockets.length, status(session)]).toEqual([0, 'disconnected']);
    session.setAuthenticated(true);
    session.setAuthenticated(true);
    await until(() => status(session) === 'connected', 'the link');
    expect(network.sockets).toHaveLength(1);
  });

  it('S0.38 W26 closes with 1000 at the logout, comes back never, and drops what waits', async () => {
    const { session, network } = await connectSession();
    session.disconnect();
    session.sendMessage('of the user before');
    session.setAuthenticated(false);
    await until(() => network.live === 0, 'the close');
    expect(network.last.closedWith?.code).toBe(1000);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect([network.sockets.length, status(session)]).toEqual([1, 'disconnected']);
    session.setAuthenticated(true);
    await until(() => status(session) === 'connected', 'the next user');
    await settle();
    expect(network.last.sent).toEqual([]);
  });

  it('S0.5 S0.44 S0.45 S0.46 S0.47 C3 shows one of four words, and comes back by itself', async () => {
    const network = openNetwork();
    const { session } = makeSession({ reconnect: { initialDelay: 1, maxAttempts: 1, jitter: 0 } }, network);
    const words = [status(session)];
    session.onChange(() => words.push(status(session)));
    session.setAuthenticated(true);
    await until(() => words.at(-1) === 'connected', 'the link');
    await network.last.end(1006, '', false);
    await until(() => network.sockets.length === 2 && words.at(-1) === 'connected', 'the next link');
    session.disconnect();
    await until(() => words.at(-1) === 'disconnected', 'the end');
    expect(words).toEqual([
      'disconnected',
      'connecting',
      'connected',
      'connecting',
      'connected',
      'disconnected',
    ]);
    const { session: hopeless } = makeSession({ reconnect: { initialDelay: 1, maxAttempts: 1 } }, refusing());
    hopeless.setAuthenticated(true);
    await until(() => status(hopeless) === 'error', 'the end');
    hopeless.connect();
    expect(status(hopeless)).toBe('connecting');
  });

  it('S0.36 C26 dials NEXT_PUBLIC_WS_URL, else the default, as it is', async () => {
    const { network: plain } = await connectSession();
    vi.stubEnv('NEXT_PUBLIC_WS_URL', 'wss://wazuh.example.com/ws');
    const { network } = await connectSession();
    expect([plain.last.url, network.last.url]).toEqual([
      'ws://localhost:8000/ws?token=jwt',
      'wss://wazuh.example.com/ws?token=jwt',
    ]);
  });

  it('S0.13 S0.15 S0.24 S0.41 says a text as chat_message, and shows it at once', async () => {
    const { session, network, chatStore } = await connectSession();
    session.sendMessage('Hello, AI assistant!');
    const [sent] = framesOf(network.last);
    expect(sent).toEqual({
      ...{ type: 'chat_message', data: { message: 'Hello, AI assistant!' } },
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
    });
    expect(chatStore.getState().sessions[0]?.messages).toMatchObject([
      { role: 'user', text: 'Hello, AI assistant!' },
    ]);
  });

  it('S0.17 S0.18 tells when the user types; what is not true any more is not sent later', async () => {
    const { session, network, told } = await connectSession();
    session.sendTyping(true);
    session.sendTyping(false);
    expect(framesOf(network.last)).toMatchObject([
      { type: 'typing_start', data: null },
      { type: 'typing_stop', data: null },
    ]);
    session.disconnect();
    await until(() => status(session) === 'disconnected', 'the close');
    session.sendTyping(true);
    await settle();
    session.connect();
    await until(() => status(session) === 'connected', 'the link');
    expect([network.last.sent, told()]).toEqual([[], []]);
  });

  it('S0.14 an unknown type is told, and still reaches those who want all', async () => {
    const onUnknownType = vi.fn();
    const { session, network } = await connectSession({ onUnknownType });
    const seen: string[] = [];
    session.subscribe('*', ({ type }) => seen.push(type));
    await network.last.message(frame('sing'));
    await network.last.message(frame('chat_response', { message: 'hi' }));
    expect(seen).toEqual(['sing', 'chat_response']);
    expect(onUnknownType).toHaveBeenCalledExactlyOnceWith('sing');
    expectTypeOf<'sing'>().not.toExtend<WebSocketMessage['type']>();
  });

  it('S0.13 a message without data or timestamp is warned of once, or refused', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    for (const [envelope, count] of [
      ['warn', 2],
      ['reject', 0],
    ] as const) {
      const { session, network } = await connectSession({ envelope });
      const seen = vi.fn();
      session.subscribe('typing_start', seen);
      await network.last.message({ type: 'typing_start' });
      await network.last.message({ type: 'typing_start', data: null });
      expect(seen).toHaveBeenCalledTimes(count);
    }
    expect(warn.mock.calls).toEqual([
      ["chatwire: a message of type 'typing_start' has no data and no timestamp"],
    ]);
  });

  it('S0.23 S0.20 any payload arrives unchanged, with its timestamp', async () => {
    const { session, network } = await connectSession();
    const seen: unknown[] = [];
    session.subscribe('connection', ({ data, timestamp }) => seen.push([data, timestamp]));
    const payloads = [{ a: [1] }, [1, 'two'], 'text', 1.5, true, null];
    for (const data of payloads) await network.last.message(frame('connection', data));
    expect(seen).toEqual(payloads.map((data) => [data, '2026-01-31T12:00:00.000Z']));
  });
});

describe('the token of a session', () => {
  it('S0.7 S0.39 is the one of the moment of each dial', async () => {
    const { session, network } = await connectSession();
    session.update({ token: 'next' });
    await network.last.end(1006, '', false);
    await until(() => network.sockets.length === 2 && status(session) === 'connected', 'the next link');
    let asked = 0;
    session.update({ token: 'unused', getToken: async () => `asked ${++asked}` });
    await network.last.end(1006, '', false);
    await until(() => network.sockets.length === 3 && status(session) === 'connected', 'the third link');
    expect(tokens(network)).toEqual(['jwt', 'next', 'asked 1']);
  });

  it('S0.49 S0.57 W78 is renewed once when it is refused, and what waits survives', async () => {
    const refreshToken = vi.fn(async () => 'fresh');
    const { session, network, errors } = await connectSession({ refreshToken });
    await network.last.end(4401, 'token expired');
    session.sendMessage('waits');
    await until(() => network.sockets.length === 2 && status(session) === 'connected', 'the next link');
    await network.last.end(1006, '', false);
    await until(() => network.sockets.length === 3 && status(session) === 'connected', 'the third link');
    expect(refreshToken).toHaveBeenCalledOnce();
    expect(tokens(network)).toEqual(['jwt', 'fresh', 'fresh']);
    expect(framesOf(network.sockets[1]!)).toMatchObject([{ data: { message: 'waits' } }]);
    expect(errors.filter(({ kind }) => kind === 'auth')).toEqual([]);
  });

  it('S0.49 is renewed as well when the server refuses it by a message', async () => {
    const refreshToken = vi.fn(async () => 'fresh');
    const { session, network } = await connectSession({ refreshToken });
    const error = frame('error', { message: 'Token expired', code: 'token_expired' });
    await network.last.message(error);
    await until(() => network.sockets.length === 2 && status(session) === 'connected', 'the next link');
    expect(refreshToken).toHaveBeenCalledOnce();
    expect(tokens(network)).toEqual(['jwt', 'fresh']);
  });

  it.each([
    ['the refresh fails', async () => Promise.reject(new Error('no'))],
    ['the new one is refused too', async () => 'fresh'],
    ['there is no refresh', undefined],
  ])('S0.12 S0.55 W78 login is asked for once when %s, with the way back', async (_what, refreshToken) => {
    const onAuthError = vi.fn();
    const network = openNetwork();
    const { session, errors, told } = await connectSession({ refreshToken, onAuthError }, network);
    await network.last.end(4401, 'token invalid');
    if (refreshToken) await settle();
    await until(() => network.sockets.length === 2 || status(session) === 'error', 'the second try');
    if (status(session) !== 'error') {
      await until(() => status(session) === 'connected', 'the second link');
      await network.last.end(4401, 'token invalid');
    }
    await until(() => status(session) === 'error', 'the end');
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(onAuthError).toHaveBeenCalledExactlyOnceWith(
      { kind: 'auth', code: 'AUTH_REJECTED', message: 'Your session has ended. Please log in again.' },
      '/',
    );
    expect(errors.filter(({ kind }) => kind === 'auth')).toHaveLength(1);
    expect(told().filter((message) => message.includes('log in'))).toHaveLength(1);
    expect(network.live).toBe(0);
  });

  it('S0.48 is in nothing that is logged, told or shown', async () => {
    const logs = (['log', 'info', 'warn', 'error', 'debug'] as const).map((name) =>
      vi.spyOn(console, name).mockImplementation(() => {}),
    );
    const network = fakeNetwork((socket) => void socket.end(4401, 'token invalid'));
    const { session, errors, uiStore } = makeSession({ token: 'canary' }, network);
    session.setAuthenticated(true);
    await until(() => status(session) === 'error', 'the refusal');
    const shown = [logs.map(({ mock }) => mock.calls), errors, uiStore.getState(), session.client.trace()];
    expect(JSON.stringify(shown)).not.toContain('canary');
  });
});

describe('what goes wrong', () => {
  it('S0.6 S0.12 S0.32 S0.54 S0.64 S0.65 no server: growing gaps, one notification, then the status error', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    const { session, errors, told } = makeSession(
      { reconnect: { initialDelay: 2, maxAttempts: 3, jitter: 0 } },
      refusing(),
    );
    const delays: number[] = [];
    session.client.on('retry', ({ delay }) => delays.push(delay));
    session.setAuthenticated(true);
    await until(() => status(session) === 'error', 'the end');
    expect(delays).toEqual([2, 4, 8]);
    expect(errors).toMatchObject([{ kind: 'connection' }]);
    expect(told()).toEqual(['The connection to the server was lost. Trying to reconnect.']);
    expect(log).not.toHaveBeenCalled();
  });

  it('S0.32 a link that is lost and found is told by two toasts', async () => {
    const { session, network, told } = await connectSession();
    await network.last.end(1006, '', false);
    await until(() => network.sockets.length === 2 && status(session) === 'connected', 'the next link');
    expect(told()).toEqual([
      'The connection to the server was lost. Trying to reconnect.',
      'Connected again.',
    ]);
  });

  it('S0.12 S0.19 S0.53 S0.56 an error of the server, or a message that cannot be sent, is told once; the link stays', async () => {
    const { session, network, errors, told } = await connectSession();
    await network.last.message(frame('error', { message: 'No such session', code: 'bad_field' }));
    expect(() => session.sendMessage(7 as never)).toThrow(TypeError);
    expect(errors).toMatchObject([
      { kind: 'message', code: 'bad_field', message: 'No such session' },
      { kind: 'message', message: 'A message could not be sent.' },
    ]);
    expect(told()).toEqual(['No such session', 'A message could not be sent.']);
    expect(status(session)).toBe('connected');
  });

  it('S0.12 S0.57 without a network: one toast, what is sent waits, and it is dialled at once when it is back', async () => {
    const page = new EventTarget();
    vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
    vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page));
    const { session, network, errors, told } = await connectSession({ reconnect: { initialDelay: 60_000 } });
    page.dispatchEvent(new Event('offline'));
    await network.last.end(1006, '', false);
    await until(() => status(session) === 'connecting', 'the loss');
    session.sendMessage('waits');
    expect(errors).toMatchObject([{ kind: 'network' }]);
    page.dispatchEvent(new Event('online'));
    await until(() => status(session) === 'connected', 'the link');
    await until(() => network.last.sent.length === 1, 'the message');
    expect(told().at(-1)).toBe('Connected again.');
    expect(told()).toHaveLength(2);
    session.destroy();
    vi.unstubAllGlobals();
  });

  it('S0.51 what is malformed is told, reaches nobody, and does not end the link', async () => {
    const { session, network, errors } = await connectSession({ maxMessageBytes: 1000 });
    const seen = vi.fn();
    session.subscribe('*', seen);
    for (const text of ['{"type":', '[1]', '{"data":1}', '{"type":7,"data":1}'])
      await network.last.message(text);
    expect(errors.map(({ code }) => code)).toEqual(Array<string>(4).fill('INVALID_MESSAGE'));
    expect([seen.mock.calls.length, status(session)]).toEqual([0, 'connected']);
    await network.last.message(frame('chat_response', { message: 'x'.repeat(1000) }));
    await until(() => network.sockets.length === 2, 'the next link');
    expect(seen).not.toHaveBeenCalled();
  });

  it('S0.52 after a rate limit it waits as long as the server asks', async () => {
    const { session, network } = await connectSession();
    const error = { message: 'Too many', code: 'rate_limited', retry_after: 0.05 };
    await network.last.message(frame('error', error));
    session.sendMessage('later');
    await settle();
    expect(network.last.sent).toEqual([]);
    await until(() => network.last.sent.length === 1, 'the message');
    expect(framesOf(network.last)).toMatchObject([{ data: { message: 'later' } }]);
  });
});

describe('the welcome', () => {
  it('S0.20 S0.50 can be waited for: not connected before', async () => {
    const { session, network } = makeSession({ requireWelcome: true });
    session.setAuthenticated(true);
    await until(() => network.sockets[0]?.readyState === 1, 'the socket');
    await settle();
    expect(status(session)).toBe('connecting');
    await network.last.message(frame('connection', { status: 'connected' }));
    expect(session.getView()).toEqual({ connectionStatus: 'connected', isConnected: true });
  });

  it('S0.50 a server that never says it is dialled anew, and given up in the end', async () => {
    const { session, network, told } = makeSession({ requireWelcome: true, welcomeTimeout: 5 });
    session.setAuthenticated(true);
    await until(() => status(session) === 'error', 'the end');
    expect(network.sockets).toHaveLength(6);
    expect(told()).toHaveLength(1);
  });
});

describe('stores', () => {
  it('S0.10 S0.15 S0.16 S0.21 bindChatStore() puts in what is received, until it is taken back', async () => {
    const { session, network } = await connectSession({ chatStore: undefined });
    const store = createStore<ChatState>({ sessions: [], currentSessionId: null });
    const unbind = bindChatStore(session.client, store);
    await network.last.message(frame('session_created', { session_id: 's1', title: 'First' }));
    await network.last.message(frame('chat_message', { message: 'hi', session_id: 's1' }));
    await network.last.message(frame('chat_response', { message: 'hello' }));
    unbind();
    await network.last.message(frame('chat_response', { message: 'lost' }));
    expect(store.getState()).toMatchObject({
      currentSessionId: 's1',
      sessions: [
        {
          ...{ id: 's1', title: 'First' },
          messages: [
            { role: 'user', text: 'hi', timestamp: '2026-01-31T12:00:00.000Z' },
            { role: 'assistant', text: 'hello' },
          ],
        },
      ],
    });
  });

  it('S0.17 S0.18 shows who types, and nobody after the link is lost', async () => {
    const { network, chatStore } = await connectSession();
    const isTyping = () => chatStore.getState().sessions[0]?.isTyping;
    await network.last.message(frame('typing_start', { session_id: 's1' }));
    await until(() => isTyping() === true, 'typing');
    await network.last.message(frame('typing_stop', { session_id: 's1' }));
    await until(() => isTyping() === false, 'the end of it');
    await network.last.message(frame('typing_start', { session_id: 's1' }));
    await until(() => isTyping() === true, 'typing again');
    await network.last.end(1006, '', false);
    await until(() => isTyping() === false, 'the end of typing');
  });

  it('what is said before the server names the session is in it afterwards', async () => {
    const { session, network, chatStore } = await connectSession();
    session.sendMessage('first');
    await network.last.message(frame('session_created', { session_id: 's1' }));
    session.sendMessage('second');
    expect(chatStore.getState().sessions).toMatchObject([
      { id: 's1', messages: [{ text: 'first' }, { text: 'second' }] },
    ]);
    expect(framesOf(network.last)[1]).toMatchObject({ data: { message: 'second', session_id: 's1' } });
  });

  it('S0.9 S0.11 S0.22 a notification of the server reaches the store and those who subscribe', async () => {
    const { session, network, uiStore } = await connectSession();
    const seen = vi.fn();
    session.subscribe('system_notification', seen);
    await network.last.message(
      frame('system_notification', { message: 'Update', title: 'News', level: 'warning' }),
    );
    expect(uiStore.getState().notifications).toMatchObject([
      { level: 'warning', title: 'News', message: 'Update', isRead: false },
    ]);
    expect(seen).toHaveBeenCalledOnce();
  });
});

describe('the stores of chatwire/stores', () => {
  it('S0.10 S0.11 S0.27 are served as they are, with their actions and what became of each message', async () => {
    const [chatStore, uiStore] = [createChatStore(), createUiStore()];
    const { session, network } = await connectSession({ chatStore, uiStore });
    const statuses = () =>
      chatStore.getState().sessions.flatMap(({ messages }) => messages.map(({ status }) => status));
    session.sendMessage('By the session');
    chatStore.getState().sendMessage('By the store');
    await until(() => statuses().join() === 'sent,sent', 'the receipts');
    await network.last.message(frame('chat_response', { message: 'Hi' }));
    await network.last.message(frame('error', { message: 'No such session', code: 'bad_field' }));
    await until(() => statuses().join() === 'answered,sent,done', 'the answer');
    expect(uiStore.getState().toasts).toMatchObject([{ level: 'error', message: 'No such session' }]);
    session.disconnect();
    session.sendMessage('Dropped at the logout');
    expect(statuses().at(-1)).toBe('queued');
    session.setAuthenticated(false);
    await until(() => statuses().at(-1) === 'failed', 'the drop');
  });
});

describe('the mock', () => {
  it('S0.63 C44 W81 answers without a server, and says that it is made up', async () => {
    const { session, network, chatStore } = makeSession({ mock: true });
    const types: string[] = [];
    session.subscribe('*', ({ type }) => types.push(type));
    session.setAuthenticated(true);
    await until(() => session.getView().isConnected, 'the link');
    session.sendMessage('Hello');
    await until(() => types.includes('typing_stop'), 'the answer');
    await until(() => chatStore.getState().sessions[0]?.messages.length === 2, 'the store');
    expect(types).toEqual(['connection', 'typing_start', 'chat_response', 'typing_stop']);
    expect(chatStore.getState().sessions[0]?.messages.map(({ text }) => text)).toEqual([
      'Hello',
      'Simulated answer to: Hello',
    ]);
    expect([session.isMock, network.sockets.length]).toEqual([true, 0]);
    session.setAuthenticated(false);
    await until(() => status(session) === 'disconnected', 'the close');
  });

  it('S0.63 W81 is off unless it is asked for', async () => {
    const { session, network, chatStore } = await connectSession();
    session.sendMessage('Hello');
    await settle();
    expect([session.isMock, network.sockets.length]).toEqual([false, 1]);
    expect(chatStore.getState().sessions[0]?.messages).toHaveLength(1);
  });
});
