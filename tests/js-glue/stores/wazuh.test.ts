import { describe, expect, it, vi } from 'vitest';
import { until } from '../../support/until.ts';
import { boundChatStore, currentOf, framesOf, messageOf, shown } from './boundStores.ts';

const connect = (more: Partial<Parameters<typeof boundChatStore>[0]> = {}) =>
  boundChatStore({ profile: 'wazuh', ...more });

function frame(type: string, data: unknown = null) {
  return { type, data, timestamp: '2026-01-31T12:00:00.000Z' };
}

describe('the chat store of the wazuh system', () => {
  it('takes what the client receives, until it is unbound (S0.10, S0.15, S0.16)', async () => {
    const { store, says, unbind, texts } = await connect();
    expect(store.getState().isBound).toBe(true);
    await says(frame('chat_message', { message: 'Hello' }), frame('chat_response', { message: 'Hi there' }));
    expect(currentOf(store).messages).toMatchObject([
      { role: 'user', text: 'Hello', status: 'answered', timestamp: '2026-01-31T12:00:00.000Z' },
      { role: 'assistant', text: 'Hi there', status: 'done' },
    ]);
    unbind();
    await says(frame('chat_response', { message: 'Too late' }));
    expect(texts()).toEqual(['Hello', 'Hi there']);
    expect(store.getState().isBound).toBe(false);
  });

  it('shows what is sent at once, and follows it to its answer (S0.41, S0.60)', async () => {
    const { store, says, network, current } = await connect();
    const id = store.getState().sendMessage('Hello, AI assistant!');
    expect(messageOf(store, id)).toMatchObject({ role: 'user', text: 'Hello, AI assistant!' });
    await until(() => messageOf(store, id).status === 'sent', 'the receipt');
    expect(framesOf(network.last)).toMatchObject([
      { type: 'chat_message', data: { message: 'Hello, AI assistant!', session_id: current().id } },
    ]);
    await says(frame('chat_response', { message: 'Hi', session_id: current().id }));
    expect(messageOf(store, id).status).toBe('answered');
    expect(current().messages.at(-1)).toMatchObject({ text: 'Hi', replyTo: id });
  });

  it('waits for a connection with what is sent, and sends nothing without a client', async () => {
    const { store, client, network, unbind } = await connect();
    client.disconnect();
    await until(() => client.state === 'closed', 'the close');
    const id = store.getState().sendMessage('Later');
    expect(messageOf(store, id).status).toBe('queued');
    void client.connect();
    await until(() => messageOf(store, id).status === 'sent', 'the next link');
    expect(framesOf(network.last)).toHaveLength(1);
    unbind();
    expect(() => store.getState().sendMessage('Nobody')).toThrow('bindChatStore');
  });

  it('says what to do about a message that was dropped', async () => {
    const { store, client } = await connect({ client: { outbox: { maxCount: 1 } } });
    client.disconnect();
    await until(() => client.state === 'closed', 'the close');
    const first = store.getState().sendMessage('First');
    const second = store.getState().sendMessage('Second');
    await until(() => messageOf(store, first).status === 'failed', 'the drop');
    expect(messageOf(store, first).error).toMatch(/\w/);
    expect(messageOf(store, second).status).toBe('queued');
  });

  it('has a session that the server creates, and shows it (S0.21)', async () => {
    const { store, says } = await connect();
    await says(frame('session_created', { session_id: 's-1', title: 'First' }));
    expect(store.getState()).toMatchObject({
      currentSessionId: 's-1',
      sessions: [{ id: 's-1', title: 'First', messages: [] }],
    });
    await says(frame('session_created', { session_id: 's-2', title: 'Second' }));
    expect(store.getState().currentSessionId).toBe('s-2');
    expect(store.getState().sessions).toHaveLength(2);
  });

  it.each([
    ['the id that it was given', (id: string) => id],
    ['an id of its own', () => 's-9'],
  ])('has a session made here once when the server names it by %s (S0.29)', async (_, nameOf) => {
    const { store, says, current } = await connect();
    const id = store.getState().createSession('Mine');
    store.getState().sendMessage('Hello');
    await shown();
    await says(
      frame('session_created', { session_id: nameOf(id), title: 'Hello' }),
      frame('chat_response', { message: 'Hi', session_id: nameOf(id) }),
    );
    expect(store.getState().sessions).toHaveLength(1);
    expect(current()).toMatchObject({ id: nameOf(id), title: 'Mine' });
    expect(current().messages.map(({ status }) => status)).toEqual(['answered', 'done']);
    // Whoever holds the first id still finds it.
    store.getState().renameSession(id, 'Renamed');
    expect(current().title).toBe('Renamed');
  });

  it('puts a late answer where it belongs, not where the user is (S0.30)', async () => {
    const { store, says, texts } = await connect();
    const first = store.getState().createSession();
    store.getState().sendMessage('In the first');
    await shown();
    await says(frame('session_created', { session_id: first }));
    const second = store.getState().createSession();
    expect(texts()).toEqual([]);
    // Also without a word of the session: nothing is expected in the second.
    await says(
      frame('chat_response', { message: 'Late' }),
      frame('chat_response', { message: 'Later', session_id: first }),
    );
    expect(store.getState().currentSessionId).toBe(second);
    expect(texts()).toEqual([]);
    const { sessions } = store.getState();
    expect(sessions.find(({ id }) => id === first)).toMatchObject({ unread: 2 });
    store.getState().selectSession(first);
    expect(texts()).toEqual(['In the first', 'Late', 'Later']);
    expect(currentOf(store).unread).toBe(0);
  });

  it('renames and deletes sessions, for good, also over a reconnect (S0.26)', async () => {
    const { store, says, cut } = await connect();
    await says(frame('session_created', { session_id: 'a' }), frame('session_created', { session_id: 'b' }));
    store.getState().renameSession('a', 'Alpha');
    store.getState().deleteSession('b');
    expect(store.getState().currentSessionId).toBe('a');
    await cut();
    await says(frame('chat_response', { message: 'Too late', session_id: 'b' }));
    expect(store.getState().sessions).toMatchObject([{ id: 'a', title: 'Alpha' }]);
  });

  it('types until it stops, by itself after a while, and not without a connection (S0.28, G3)', async () => {
    const { says, current, cut } = await connect({ bind: { typingTimeout: 60 } });
    await says(frame('session_created', { session_id: 'a' }), frame('typing_start', { session_id: 'a' }));
    expect(current().isTyping).toBe(true);
    await says(frame('typing_stop', { session_id: 'a' }));
    expect(current().isTyping).toBe(false);
    await says(frame('typing_start', { session_id: 'a' }));
    await until(() => !current().isTyping, 'the timeout');
    await says(frame('typing_start'));
    expect(current().isTyping).toBe(true);
    await cut();
    expect(current().isTyping).toBe(false);
  });

  it('tells the other side that the user types, while there is one to tell', async () => {
    const { store, network, client, says } = await connect();
    store.getState().setTyping(true);
    expect(framesOf(network.last)).toMatchObject([{ type: 'typing_start', data: {} }]);
    store.getState().setTyping(false);
    await says(frame('session_created', { session_id: 'a' }));
    store.getState().setTyping(true);
    expect(framesOf(network.last)).toMatchObject([
      {},
      { type: 'typing_stop', data: {} },
      { type: 'typing_start', data: { session_id: 'a' } },
    ]);
    client.disconnect();
    store.getState().setTyping(false);
    await client.connect();
    expect(framesOf(network.last)).toEqual([]);
  });

  it('keeps the newest messages and sessions (S0.27)', async () => {
    const { store, says, texts } = await connect({ store: { maxMessages: 2, maxSessions: 2 } });
    await says(...['1', '2', '3'].map((message) => frame('chat_response', { message, session_id: 'a' })));
    expect(texts()).toEqual(['2', '3']);
    await says(frame('session_created', { session_id: 'b' }), frame('session_created', { session_id: 'c' }));
    expect(store.getState().sessions.map(({ id }) => id)).toEqual(['b', 'c']);
  });

  it('leaves what did not change as it is', async () => {
    const { store, says } = await connect();
    await says(
      frame('chat_response', { message: 'One', session_id: 'a' }),
      frame('chat_response', { message: 'Two', session_id: 'b' }),
    );
    const before = store.getState();
    const seen = vi.fn();
    store.subscribe(seen);
    await says(frame('chat_response', { message: 'Three', session_id: 'b' }));
    expect(seen).toHaveBeenCalledOnce();
    const [a, b] = store.getState().sessions;
    expect(a).toBe(before.sessions[0]);
    expect(b?.messages[0]).toBe(before.sessions[1]?.messages[0]);
    await says(frame('typing_stop', { session_id: 'b' }), frame('connection', { status: 'connected' }));
    expect(seen).toHaveBeenCalledOnce();
  });

  it('marks a message that the server could not answer (S0.19)', async () => {
    const { store, says, current } = await connect();
    const id = store.getState().sendMessage('Hello');
    await shown();
    await says(
      frame('error', { message: 'The model is asleep', code: 'llm_error', session_id: current().id }),
    );
    expect(messageOf(store, id)).toMatchObject({ status: 'failed', error: 'The model is asleep' });
    store.getState().retryMessage(id);
    await says(frame('chat_response', { message: 'Awake', session_id: current().id }));
    expect(current().messages).toMatchObject([
      { id, status: 'answered' },
      { text: 'Awake', replyTo: id },
    ]);
    expect(messageOf(store, id).error).toBeUndefined();
  });

  it('knows a message that is refused from one that waits for its answer (S0.52)', async () => {
    const { store, says, current } = await connect();
    const first = store.getState().sendMessage('First');
    const second = store.getState().sendMessage('Second');
    await shown();
    await says(frame('error', { message: 'Too many', code: 'busy', session_id: current().id }));
    expect([first, second].map((id) => messageOf(store, id).status)).toEqual(['sent', 'failed']);
  });

  it('shows who types in a session that it did not know, and begins none for who does not (S0.17, S0.18)', async () => {
    const { store, says } = await connect();
    await says(frame('typing_stop', { session_id: 'elsewhere' }), frame('typing_stop'));
    expect(store.getState().sessions).toEqual([]);
    await says(frame('typing_start', { session_id: 's1' }));
    expect(store.getState().sessions).toMatchObject([{ id: 's1', isTyping: true }]);
  });
});
