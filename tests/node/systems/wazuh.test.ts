import { WebSocketSession, type ChatState, type SessionOptions, type UiState } from 'chatwire/wazuh/client';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { startServer, type ReferenceServer } from '../../../web/server/server.ts';
import { createStore } from '../../js-glue/systems/wazuh/sessions.ts';
import { until } from '../../support/until.ts';

const sessions: WebSocketSession[] = [];
const servers: ReferenceServer[] = [];

afterEach(async () => {
  for (const session of sessions.splice(0)) session.destroy();
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function serve(): Promise<ReferenceServer> {
  const server = await startServer({ chunkDelay: 0, pingInterval: 0 });
  servers.push(server);
  return server;
}

/** A logged-in user of the backend, with stores; ends with the test. */
function login(server: ReferenceServer, options: Partial<SessionOptions> = {}) {
  const chatStore = createStore<ChatState>({ sessions: [], currentSessionId: null });
  const uiStore = createStore<UiState>({ notifications: [], toasts: [] });
  const session = new WebSocketSession({
    ...{
      url: server.urlOf('wazuh'),
      token: server.issueToken({ subject: 'ada' }),
      chatStore,
      uiStore,
      WebSocket,
    },
    ...{ reconnect: { initialDelay: 5, jitter: 0 }, requireWelcome: true },
    ...options,
  });
  sessions.push(session);
  session.setAuthenticated(true);
  return { session, chatStore, uiStore };
}

describe('a session and the reference backend', () => {
  it('S0.1 S0.7 S0.8 S0.20 S0.21 S0.58 S0.60 S0.61 is welcomed, asks, and is answered in a session', async () => {
    const { session, chatStore } = login(await serve());
    await until(() => session.getView().isConnected, 'the welcome');
    session.sendMessage('What is 6 * 7?');
    const texts = () => chatStore.getState().sessions.map(({ messages }) => messages.map(({ text }) => text));
    await until(() => texts()[0]?.length === 2, 'the answer');
    expect(texts()).toEqual([['What is 6 * 7?', expect.stringContaining('42')]]);
    expect(chatStore.getState().currentSessionId).toBe(chatStore.getState().sessions[0]?.id);
  });

  it('S0.9 S0.62 hears what is told to everybody', async () => {
    const server = await serve();
    const { session, uiStore } = login(server);
    await until(() => session.getView().isConnected, 'the welcome');
    server.notify({ message: 'Update at noon', level: 'warning' });
    await until(() => uiStore.getState().notifications.length === 1, 'the notification');
    expect(uiStore.getState().notifications[0]).toMatchObject({
      level: 'warning',
      message: 'Update at noon',
    });
  });

  it('S0.7 S0.55 S0.59 a token that is none never connects, and asks for a login once', async () => {
    const onAuthError = vi.fn();
    const { session } = login(await serve(), { token: 'none', onAuthError });
    const seen: string[] = [];
    session.onChange(() => seen.push(session.getView().connectionStatus));
    await until(() => session.getView().connectionStatus === 'error', 'the refusal');
    expect(seen).not.toContain('connected');
    expect(onAuthError).toHaveBeenCalledOnce();
  });

  it('S0.5 S0.49 comes back with a new token when the old one expires', async () => {
    const server = await serve();
    const refreshToken = vi.fn(() => server.issueToken({ subject: 'ada' }));
    const { session } = login(server, { refreshToken });
    await until(() => session.getView().isConnected, 'the welcome');
    server.faults.expireTokens();
    await until(() => refreshToken.mock.calls.length === 1 && session.getView().isConnected, 'the next link');
    expect(refreshToken).toHaveBeenCalledOnce();
  });
});
