import { bindChatStore, bindUiStore, createChatStore, createUiStore, type ChatStore } from 'chatwire/stores';
import type { ChatClientOptions } from 'chatwire';
import { afterEach, describe, expect, it } from 'vitest';
import { startServer, type ReferenceServer } from '../../web/server/server.ts';
import { currentOf, messageOf } from '../js-glue/stores/boundStores.ts';
import { makeLoopbackClient } from '../support/clients.ts';
import { until } from '../support/until.ts';

const servers: ReferenceServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function serve(options: Parameters<typeof startServer>[0] = {}): Promise<ReferenceServer> {
  const server = await startServer({ chunkDelay: 0, stepDelay: 0, pingInterval: 0, ...options });
  servers.push(server);
  return server;
}

/** One tab: a client and its stores, connected. */
async function openTab(url: string, options: Partial<ChatClientOptions>) {
  const client = makeLoopbackClient(url, options);
  const [store, uiStore] = [createChatStore(), createUiStore()];
  bindChatStore(client, store);
  bindUiStore(client, uiStore);
  await client.connect();
  return { client, store, uiStore };
}

const lines = (store: ChatStore) => currentOf(store).messages.map(({ role, status }) => `${role} ${status}`);
const isAnswered = (store: ChatStore, id: string) => messageOf(store, id).status === 'answered';

describe('the stores and the reference backend: wazuh', () => {
  async function login(server: ReferenceServer) {
    const auth = { query: { token: server.issueToken({ subject: 'ada' }) } };
    return openTab(server.urlOf('wazuh'), { profile: 'wazuh', auth });
  }

  it('asks in two sessions, and both are answered where they were asked (S0.26 to S0.30, S0.61)', async () => {
    const { store } = await login(await serve());
    const first = store.getState().sendMessage('What is 6 * 7?');
    const session = store.getState().currentSessionId!;
    store.getState().createSession('Mine');
    const second = store.getState().sendMessage('What is 2 * 3?');
    await until(() => isAnswered(store, first) && isAnswered(store, second), 'the answers');
    const { sessions } = store.getState();
    expect(sessions.map(({ messages }) => messages.map(({ text }) => text))).toEqual([
      ['What is 6 * 7?', expect.stringContaining('42')],
      ['What is 2 * 3?', expect.stringContaining('6')],
    ]);
    expect(sessions.find(({ id }) => id === session)).toMatchObject({
      title: expect.stringContaining('6 * 7'),
      unread: 1,
    });
    expect(sessions[1]).toMatchObject({ title: 'Mine', unread: 0 });
    await until(() => store.getState().sessions.every(({ isTyping }) => !isTyping), 'the end of typing');
  });

  it('shows in each tab of a user what was said in the other', async () => {
    const server = await serve();
    const [one, two] = [await login(server), await login(server)];
    const id = one.store.getState().sendMessage('What is 6 * 7?');
    await until(() => isAnswered(one.store, id), 'the answer');
    await until(() => two.store.getState().sessions[0]?.messages.length === 2, 'the other tab');
    const texts = (store: ChatStore) => currentOf(store).messages.map(({ role, text }) => [role, text]);
    expect(texts(two.store)).toEqual(texts(one.store));
    expect(two.store.getState().sessions[0]?.messages.map(({ status }) => status)).toEqual([
      'answered',
      'done',
    ]);
  });

  it('tells of an announcement, and once of an outage and its end (S0.11, S0.32)', async () => {
    const server = await serve();
    const { client, uiStore } = await login(server);
    server.notify({ message: 'Update at noon', level: 'warning' });
    await until(() => uiStore.getState().notifications.length === 1, 'the notification');
    server.faults.cut();
    await until(() => uiStore.getState().toasts.length === 2, 'the toasts');
    expect(client.state).toBe('connected');
    expect(uiStore.getState().toasts.map(({ level }) => level)).toEqual(['warning', 'success']);
  });
});

describe('the stores and the reference backend: chat', () => {
  it('streams an answer beside its tool, and keeps the conversation over a cut (S1.114 to S1.116)', async () => {
    const server = await serve();
    const { client, store } = await openTab(server.urlOf('chat'), {
      profile: 'chat',
      reconnect: { initialDelay: 5 },
    });
    const id = store.getState().sendMessage('What is 6 * 7?');
    await until(() => isAnswered(store, id), 'the answer');
    expect(currentOf(store).messages[1]).toMatchObject({
      ...{ text: expect.stringContaining('42'), status: 'done', replyTo: id },
      toolCalls: [{ name: 'calculator', arguments: { expression: expect.any(String) }, status: 'done' }],
    });
    server.faults.cut();
    await until(() => client.state !== 'connected', 'the cut');
    const next = store.getState().sendMessage('And what is 2 * 3?');
    await until(() => isAnswered(store, next), 'the next answer');
    expect(store.getState().sessions).toHaveLength(1);
  });
});

describe('the stores and the reference backend: autobot', () => {
  const open = (server: ReferenceServer) => openTab(server.wsUrl, { profile: 'autobot' });

  it('goes on with an answer after a cut, whole and once', async () => {
    const server = await serve({ chunkDelay: 10 });
    const { store } = await open(server);
    const id = store.getState().sendMessage('Tell me about reconnecting');
    await until(() => (currentOf(store).messages[1]?.text.length ?? 0) > 10, 'the first tokens');
    const lengths: number[] = [];
    store.subscribe(({ sessions }) => lengths.push(sessions[0]?.messages[1]?.text.length ?? 0));
    server.faults.cut();
    await until(() => isAnswered(store, id), 'the answer');
    expect(lines(store)).toEqual(['user answered', 'assistant done']);
    // What was shown is never taken back.
    expect(lengths).toEqual([...lengths].sort((a, b) => a - b));
    expect(server.received.count('user_message')).toBeGreaterThan(1);
  });

  it('sends again what a dying line swallowed, and is answered once', async () => {
    const server = await serve();
    const { client, store } = await open(server);
    server.faults.halfOpen();
    const id = store.getState().sendMessage('What is 6 * 7?');
    await until(() => messageOf(store, id).status === 'sent', 'the receipt');
    server.faults.cut();
    await until(() => isAnswered(store, id), 'the answer');
    expect(client.state).toBe('connected');
    expect(lines(store)).toEqual(['user answered', 'assistant done']);
  });

  it('carries a workflow out, with the user’s word, over a cut', async () => {
    const server = await serve();
    const { store } = await open(server);
    store.getState().sendMessage('Deploy the docs');
    const workflow = () => store.getState().sessions[0]?.workflows[0];
    await until(() => workflow()?.approval !== undefined, 'the question');
    server.faults.cut();
    await until(() => server.connectionCount === 0, 'the cut');
    await until(() => server.received.count('chat_resume') === 1, 'the next link');
    store.getState().approveWorkflow(workflow()!.id, true);
    await until(() => workflow()?.status === 'completed', 'the end');
    expect(workflow()?.steps.map(({ status }) => status)).toEqual(['done', 'done', 'done', 'done']);
    const messages = currentOf(store).messages.map(({ role, status }) => `${role} ${status}`);
    expect(messages).toEqual(['user answered', 'assistant done', 'tool done']);
  });

  it('shows a chat in two tabs', async () => {
    const server = await serve();
    const one = await open(server);
    const id = one.store.getState().sendMessage('What is 6 * 7?');
    await until(() => isAnswered(one.store, id), 'the first answer');
    const chatId = currentOf(one.store).id;
    const two = await openTab(`${server.wsUrl}?chat_id=${chatId}`, { profile: 'autobot' });
    const next = one.store.getState().sendMessage('What is 2 * 3?');
    await until(() => isAnswered(one.store, next), 'the second answer');
    await until(() => two.store.getState().sessions[0]?.messages.at(-1)?.status === 'done', 'the other tab');
    expect(currentOf(two.store)).toMatchObject({ id: chatId });
    expect(messageOf(two.store, next)).toMatchObject({ text: 'What is 2 * 3?', status: 'answered' });
  });

  it('shows everything that the system can say (S4.10 to S4.37)', async () => {
    const { store, uiStore } = await open(await serve());
    const id = store.getState().sendMessage('Show me everything');
    await until(() => isAnswered(store, id), 'the answer');
    const { messages, workflows } = currentOf(store);
    expect(messages.filter(({ role }) => role === 'tool')).toHaveLength(2);
    expect(workflows).toMatchObject([{ status: 'running', approval: { description: expect.any(String) } }]);
    expect(uiStore.getState().notifications.length).toBeGreaterThanOrEqual(5);
    store.getState().approveWorkflow(workflows[0]!.id, false, 'No');
    await until(() => currentOf(store).workflows[0]?.status === 'cancelled', 'the end');
  });
});
