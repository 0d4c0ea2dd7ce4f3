import { describe, expect, it } from 'vitest';
import { boundChatStore, framesOf, messageOf, shown } from './boundStores.ts';

async function asked() {
  const bound = await boundChatStore({ profile: 'nexus' });
  const first = bound.store.getState().sendMessage('One?', { team_id: 'red' });
  const second = bound.store.getState().sendMessage('Two?');
  await shown();
  return { ...bound, first, second };
}

describe('the chat store of the nexus system', () => {
  it('knows answers by the ids of their questions, in whatever order (S3.11 to S3.17, S3.31)', async () => {
    const { store, says, network, current, first, second } = await asked();
    expect(framesOf(network.last)).toEqual([
      { type: 'ask', id: first, payload: { query: 'One?', team_id: 'red' } },
      { type: 'ask', id: second, payload: { query: 'Two?' } },
    ]);
    const usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 };
    await says(
      { type: 'response', id: second, payload: { answer: 'Second', context: '1 earlier', usage } },
      { type: 'response', id: first, payload: { answer: 'First' } },
    );
    expect(current().messages.slice(2)).toMatchObject([
      { text: 'Second', replyTo: second, details: { context: '1 earlier', usage } },
      { text: 'First', replyTo: first },
    ]);
    expect([first, second].map((id) => messageOf(store, id).status)).toEqual(['answered', 'answered']);
  });

  it('marks the question that could not be answered, and those whose link ended', async () => {
    const { store, says, cut, first, second } = await asked();
    await says({ type: 'error', id: second, payload: { message: 'Too long', code: 'message_too_long' } });
    expect(messageOf(store, second)).toMatchObject({ status: 'failed', error: 'Too long' });
    await cut();
    expect(messageOf(store, first)).toMatchObject({ status: 'failed' });
  });

  it('shows an answer once, also in another session than the current one (S0.30)', async () => {
    const { store, says, first } = await asked();
    store.getState().createSession();
    const answer = { type: 'response', id: first, payload: { answer: 'First' } };
    await says(answer, answer);
    const [before, after] = store.getState().sessions;
    expect(before?.messages.map(({ text }) => text)).toEqual(['One?', 'Two?', 'First']);
    expect(after?.messages).toEqual([]);
  });
});
