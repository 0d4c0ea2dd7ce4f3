import {
  bindChatStore,
  createChatStore,
  wazuhMapper,
  type ChatMapper,
  type ChatState,
} from 'chatwire/stores';
import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { makeFakeClient } from '../../support/clients.ts';
import { openNetwork } from '../../support/fakeWebSocket.ts';
import { settle } from '../../support/tasks.ts';
import { boundChatStore, framesOf, messageOf, shown } from './boundStores.ts';

const answer = (message: string) => ({ type: 'chat_response', data: { message }, timestamp: 'now' });

describe('binding a store to a client', () => {
  it('may be undone and done again in a moment, as effects under StrictMode are', async () => {
    const { client, store, unbind, says, current } = await boundChatStore({ profile: 'autobot' });
    const id = store.getState().sendMessage('Why?');
    await shown();
    await says({
      type: 'llm_response_chunk',
      payload: { stream_id: 's', index: 0, delta: 'Half', message_id: id },
    });
    unbind();
    const again = bindChatStore(client, store);
    // The first end is not the second one's.
    unbind();
    await shown();
    expect(store.getState().isBound).toBe(true);
    await says({
      type: 'llm_response_chunk',
      payload: { stream_id: 's', index: 1, delta: ' more', message_id: id },
    });
    expect(current().messages.at(-1)).toMatchObject({ text: 'Half more', status: 'streaming' });
    again();
    expect(store.getState().isBound).toBe(false);
  });

  it('shows what becomes of a message that was sent before it was undone', async () => {
    const { client, network } = makeFakeClient({ profile: 'wazuh' }, openNetwork());
    const store = createChatStore();
    const unbind = bindChatStore(client, store);
    const id = store.getState().sendMessage('Hello');
    unbind();
    await client.connect();
    await settle();
    expect(framesOf(network.last)).toHaveLength(1);
    expect(messageOf(store, id).status).toBe('sent');
  });

  it('gives a store another client', async () => {
    const first = makeFakeClient({ profile: 'wazuh' }, openNetwork());
    const second = makeFakeClient({ profile: 'wazuh' }, openNetwork());
    const store = createChatStore();
    bindChatStore(first.client, store);
    bindChatStore(second.client, store);
    await Promise.all([first.client.connect(), second.client.connect()]);
    await first.network.last.message(answer('From the first'));
    await second.network.last.message(answer('From the second'));
    await shown();
    expect(store.getState().sessions[0]?.messages.map(({ text }) => text)).toEqual(['From the second']);
  });

  it('writes into a store of the application, as zustand makes it (S0.10)', async () => {
    const { client, network } = makeFakeClient({ profile: 'wazuh' }, openNetwork());
    const store = createStore<ChatState & { theme: string }>()(() => ({
      ...{ sessions: [], currentSessionId: null, isBound: false, theme: 'dark' },
    }));
    const unbind = bindChatStore(client, store);
    await client.connect();
    await network.last.message(answer('Hello'));
    await shown();
    expect(store.getState()).toMatchObject({ theme: 'dark', sessions: [{ messages: [{ text: 'Hello' }] }] });
    unbind();
    await network.last.message(answer('Too late'));
    await shown();
    expect(store.getState().sessions[0]?.messages).toHaveLength(1);
  });

  it('takes a mapper for a server with other fields (S0.25)', async () => {
    const mapper: ChatMapper = {
      ...wazuhMapper,
      changes: {
        ...wazuhMapper.changes,
        chat_response: ({ payload }) => ({
          ...{ kind: 'answer', text: (payload as { text: string }).text },
          sessionId: (payload as { room: string }).room,
        }),
      },
      text: ({ text, sessionId }) => ({ type: 'chat_message', payload: { text, room: sessionId } }),
    };
    const { store, says, network, current } = await boundChatStore({ profile: 'wazuh', bind: { mapper } });
    store.getState().sendMessage('Hello');
    await shown();
    expect(framesOf(network.last)).toMatchObject([{ data: { text: 'Hello', room: current().id } }]);
    await says({ type: 'chat_response', data: { text: 'Hi', room: current().id }, timestamp: 'now' });
    expect(current().messages.map(({ text }) => text)).toEqual(['Hello', 'Hi']);
  });

  it('refuses what it does not know, by name', () => {
    const { client } = makeFakeClient({ profile: 'base' });
    const store = createChatStore();
    expect(() => bindChatStore(client, store)).toThrow(/profile 'base'.*option mapper/);
    expect(() => bindChatStore(client, store, { retry: true } as never)).toThrow(/no option 'retry'/);
    expect(() => createChatStore({ maxMessages: 0 })).toThrow(/maxMessages must be a number from 1, not 0/);
    expect(() => createChatStore({ size: 1 } as never)).toThrow(/no option 'size'/);
  });

  it('fails what a system without a chat cannot send, and says so', async () => {
    const { store } = await boundChatStore({ profile: 'dashboard' });
    const id = store.getState().sendMessage('Hello');
    expect(messageOf(store, id)).toMatchObject({
      status: 'failed',
      error: expect.stringContaining('no chat'),
    });
  });

  it('fails a message that is no JSON, and goes on', async () => {
    const { store, network } = await boundChatStore({ profile: 'wazuh' });
    const bad = store.getState().sendMessage('Bad', { size: NaN });
    expect(messageOf(store, bad).status).toBe('failed');
    store.getState().sendMessage('Good');
    await shown();
    expect(framesOf(network.last)).toHaveLength(1);
  });

  it('takes changes of the application, at once', () => {
    const store = createChatStore();
    store.getState().apply({ kind: 'session', id: 'a', title: 'Notes', select: true });
    store.getState().apply({ kind: 'message', role: 'system', text: 'Welcome', sessionId: 'a' });
    expect(store.getState()).toMatchObject({
      currentSessionId: 'a',
      sessions: [{ title: 'Notes', messages: [{ role: 'system', text: 'Welcome', status: 'done' }] }],
    });
  });
});
