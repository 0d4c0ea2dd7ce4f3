import type { BindChatOptions } from 'chatwire/stores';
import { describe, expect, it } from 'vitest';
import { until } from '../../support/until.ts';
import { boundChatStore, framesOf, messageOf, shown } from './boundStores.ts';

const connect = (bind: BindChatOptions = {}) => boundChatStore({ profile: 'chat', bind });

describe('the chat store of the chat system', () => {
  it('joins the pieces of an answer, beside the tools that it uses (S1.85, S1.86)', async () => {
    const { store, says, network, current } = await connect();
    const id = store.getState().sendMessage('What is 6 * 7?');
    await shown();
    const conversation_id = current().id;
    expect(framesOf(network.last)).toEqual([{ message: 'What is 6 * 7?', conversation_id }]);
    const call = { id: 'c1', name: 'calculator', arguments: { expression: '6 * 7' } };
    await says({ tool_calls: [call], conversation_id }, { response: 'It ', conversation_id });
    expect(current().messages.at(-1)).toMatchObject({
      ...{ role: 'assistant', text: 'It ', status: 'streaming', replyTo: id },
      toolCalls: [{ ...call, status: 'running' }],
    });
    await says({ response: 'is 42', conversation_id }, { response: '', conversation_id, done: true });
    expect(current().messages.at(-1)).toMatchObject({
      ...{ text: 'It is 42', status: 'done', toolCalls: [{ status: 'done' }] },
    });
    expect(messageOf(store, id).status).toBe('answered');
  });

  it('keeps the answers of two conversations apart (W45)', async () => {
    const { store, says } = await connect();
    const first = store.getState().createSession();
    store.getState().sendMessage('One?');
    const second = store.getState().createSession();
    store.getState().sendMessage('Two?');
    await shown();
    await says(
      { response: 'on', conversation_id: first },
      { response: 'tw', conversation_id: second },
      { response: 'e', conversation_id: first },
      { response: 'o', conversation_id: second },
    );
    const answers = store.getState().sessions.map(({ messages }) => messages.at(-1)?.text);
    expect(answers).toEqual(['one', 'two']);
  });

  it('takes the name that the server gives the conversation, and keeps it (S1.116)', async () => {
    const { store, says, network, cut, current } = await connect();
    store.getState().sendMessage('Hello');
    await shown();
    await says({ response: 'Hi', conversation_id: 'abc-123', done: true });
    expect(current().id).toBe('abc-123');
    await cut();
    store.getState().sendMessage('And now?');
    await shown();
    expect(framesOf(network.last)).toEqual([{ message: 'And now?', conversation_id: 'abc-123' }]);
  });

  it('does not wait for answers that end with their link', async () => {
    const { store, says, cut, current } = await connect();
    const streaming = store.getState().sendMessage('First');
    await shown();
    await says({ response: 'Half', conversation_id: current().id });
    const silent = store.getState().sendMessage('Second');
    await shown();
    await cut();
    expect(current().messages.map(({ status }) => status)).toEqual(['answered', 'failed', 'failed']);
    expect(messageOf(store, silent).error).toContain('again');
    store.getState().retryMessage(streaming);
    await shown();
    await says({ response: 'Whole', conversation_id: current().id, done: true });
    expect(current().messages.map(({ text, status }) => [text, status])).toEqual([
      ['First', 'answered'],
      ['Second', 'failed'],
      ['Whole', 'done'],
    ]);
  });

  it('shows an error in the place of an answer', async () => {
    const { store, says, current } = await connect();
    const id = store.getState().sendMessage('Hello');
    await shown();
    await says({
      error: { message: 'No model', code: 'llm_error' },
      conversation_id: current().id,
      done: true,
    });
    expect(messageOf(store, id)).toMatchObject({ status: 'failed', error: 'No model' });
  });

  describe('of a server that marks no end', () => {
    it('calls an answer whole after a silence, and goes on with it when more comes (W45)', async () => {
      const { store, says, current } = await connect({ silence: 60 });
      const id = store.getState().sendMessage('Hello');
      await shown();
      await says({ response: 'One ' }, { response: 'two' });
      expect(current().messages.at(-1)?.status).toBe('streaming');
      await until(() => current().messages.at(-1)?.status === 'done', 'the silence');
      expect(messageOf(store, id).status).toBe('answered');
      await says({ response: ' three' });
      expect(current().messages).toMatchObject([{}, { text: 'One two three', status: 'streaming' }]);
      await until(() => current().messages.at(-1)?.status === 'done', 'the silence after it');
    });

    it('begins another answer for the next question, also before that', async () => {
      const { store, says, current, texts } = await connect({ silence: 500 });
      store.getState().sendMessage('One?');
      await shown();
      await says({ response: 'First', conversation_id: current().id });
      await new Promise((resolve) => setTimeout(resolve, 300));
      store.getState().sendMessage('Two?');
      await shown();
      await says({ response: 'Second', conversation_id: current().id });
      expect(texts()).toEqual(['One?', 'First', 'Two?', 'Second']);
      expect(current().messages.map(({ status }) => status)).toEqual([
        'answered',
        'done',
        'sent',
        'streaming',
      ]);
    });

    it('knows a server that marks ends, and waits for them', async () => {
      const { store, says, current } = await connect({ silence: 20 });
      store.getState().sendMessage('One?');
      await shown();
      await says({ response: 'First' }, { response: '', done: true });
      store.getState().sendMessage('Two?');
      await shown();
      await says({ response: 'Sec' });
      await new Promise((resolve) => setTimeout(resolve, 60));
      expect(current().messages.at(-1)).toMatchObject({ text: 'Sec', status: 'streaming' });
    });
  });
});
