import { describe, expect, it } from 'vitest';
import { until } from '../../support/until.ts';
import { boundChatStore, framesOf, messageOf, shown, type Bound } from './boundStores.ts';

const connect = (more: Partial<Bound> = {}) => boundChatStore({ profile: 'autobot', ...more });

/** A store in which a question was asked, and what the server would say to it. */
async function asked(more: Partial<Bound> = {}, text = 'Why?') {
  const bound = await connect(more);
  const id = bound.store.getState().sendMessage(text);
  await shown();
  const about = { chat_id: bound.current().id, message_id: id };
  const chunk = (index: number, delta: string, stream_id = 's1') => ({
    type: 'llm_response_chunk',
    payload: { ...about, stream_id, index, delta },
  });
  const final = (response: string, stream_id: string | undefined = 's1') => ({
    type: 'llm_response',
    payload: { ...about, response, model: 'llama', processing_time: 0.5, stream_id },
  });
  const answers = () => bound.current().messages.filter(({ role }) => role === 'assistant');
  return { ...bound, id, about, chunk, final, answers };
}

const event = (type: string, payload: object) => ({ type, payload });

describe('the chat store of the autobot system: answers', () => {
  it('assembles a stream; the final text wins, and says what made it (S4.14)', async () => {
    const { store, says, network, id, about, chunk, final, answers } = await asked();
    expect(framesOf(network.last)).toEqual([event('user_message', { message: 'Why?', ...about })]);
    await says(chunk(0, 'Be'), chunk(1, 'cause'));
    expect(answers()).toMatchObject([{ id: 's1', text: 'Because', status: 'streaming', replyTo: id }]);
    expect(messageOf(store, id).status).toBe('sent');
    await says(final('Because.'));
    expect(answers()).toMatchObject([
      { text: 'Because.', status: 'done', details: { model: 'llama', processing_time: 0.5 } },
    ]);
    expect(messageOf(store, id).status).toBe('answered');
  });

  it('skips pieces that come twice, and waits for those that are missing', async () => {
    const { says, chunk, answers } = await asked();
    await says(chunk(0, 'a'), chunk(0, 'a'), chunk(2, 'c'));
    expect(answers()).toMatchObject([{ text: 'a' }]);
    await says(chunk(3, 'd'), chunk(1, 'b'), chunk(2, 'c'));
    expect(answers()).toMatchObject([{ text: 'abcd', status: 'streaming' }]);
  });

  it('mends a gap that nobody fills by the final text', async () => {
    const { says, chunk, final, answers } = await asked();
    await says(chunk(1, 'b'), final('abc'));
    expect(answers()).toMatchObject([{ text: 'abc', status: 'done' }]);
    await says(chunk(0, 'a'), chunk(1, 'b'), final('abc'));
    expect(answers()).toMatchObject([{ text: 'abc', status: 'done' }]);
  });

  it('neither stutters nor repeats itself when a stream is told again after a cut', async () => {
    const { store, says, cut, chunk, final, answers } = await asked();
    await says(chunk(0, 'One '), chunk(1, 'two '));
    await cut();
    expect(answers()).toMatchObject([{ text: 'One two ', status: 'streaming' }]);
    const seen: string[] = [];
    store.subscribe(() => seen.push(answers()[0]?.text ?? ''));
    for (const [index, word] of ['One ', 'two ', 'three ', 'four'].entries()) await says(chunk(index, word));
    await says(final('One two three four'));
    expect(seen).toEqual(['One two three ', 'One two three four', 'One two three four']);
    expect(answers()).toHaveLength(1);
  });

  it('takes the answer of another server instance in the place of the half of one', async () => {
    const { says, cut, chunk, final, answers, texts } = await asked();
    await says(chunk(0, 'Old ha'));
    await cut();
    await says(chunk(0, 'New ', 's2'), chunk(1, 'answer', 's2'));
    expect(texts()).toEqual(['Why?', 'New answer']);
    await says(final('New answer.', 's2'));
    expect(answers()).toMatchObject([{ id: 's2', text: 'New answer.', status: 'done' }]);
  });

  it('changes at most once per frame while tokens stream, and loses none', async () => {
    const { store, network, chunk, answers } = await asked();
    let changes = 0;
    store.subscribe(() => changes++);
    const began = performance.now();
    const count = 2000;
    for (let index = 0; index < count; index++) {
      // In tasks of their own, as frames come.
      const sent = network.last.message(chunk(index, `${index} `));
      if (index % 100 === 0 || index === count - 1) await sent;
    }
    await shown();
    const frames = (performance.now() - began) / 16;
    expect(answers()[0]?.text.split(' ')).toHaveLength(count + 1);
    expect(changes).toBeLessThanOrEqual(Math.ceil(frames) + 1);
  });

  it('shows what the user does at once, behind what came before it', async () => {
    const { store, network, chunk, texts } = await asked();
    await network.last.message(chunk(0, 'Half'));
    store.getState().sendMessage('Stop');
    expect(texts()).toEqual(['Why?', 'Half', 'Stop']);
  });

  it('fails an answer that the server ends without a text, and asks again (S4.26)', async () => {
    const { store, says, network, id, about, chunk, final, answers } = await asked();
    await says(chunk(0, 'Half'));
    const error = { message: 'The model fell', error_code: 'LLM', severity: 'high', ...about };
    await says(event('error', { ...error, stream_id: 's1' }));
    expect(answers()).toMatchObject([{ text: 'Half', status: 'failed', error: 'The model fell' }]);
    store.getState().retryMessage('s1');
    await shown();
    expect(framesOf(network.last).map(({ payload }) => payload.message_id)).toEqual([id, id]);
    await says(final('Whole', 's2'));
    expect(answers()).toMatchObject([{ text: 'Whole', status: 'done' }]);
    expect(messageOf(store, id).status).toBe('answered');
  });

  it('marks a message that is refused, and leaves chats alone where an error is about none', async () => {
    const { store, says, id, about } = await asked();
    await says(event('error', { message: 'Disk full', error_code: 'SYSTEM_ERROR', severity: 'critical' }));
    expect(messageOf(store, id).status).toBe('sent');
    await says(event('error', { message: 'Too busy', error_code: 'BUSY', severity: 'medium', ...about }));
    expect(messageOf(store, id)).toMatchObject({ status: 'failed', error: 'Too busy' });
  });

  it('takes an answer without any ids, as the system itself sends them', async () => {
    const { store, says, id, about, answers } = await asked();
    const answer = { response: 'Because', chat_id: about.chat_id, model: 'llama', processing_time: 1 };
    await says(event('llm_response', answer));
    expect(answers()).toMatchObject([{ text: 'Because', status: 'done', replyTo: id }]);
    expect(messageOf(store, id).status).toBe('answered');
  });

  it('knows its own message when the server sends it back, and another tab by its own', async () => {
    const { says, about, texts } = await asked();
    const timestamp = '2026-01-31T12:00:00.000Z';
    await says(event('user_message', { message: 'Why?', ...about, timestamp }));
    expect(texts()).toEqual(['Why?']);
    const other = { message: 'How?', chat_id: about.chat_id, message_id: 'from-tab-2', timestamp };
    await says(event('user_message', other), event('user_message', other));
    expect(texts()).toEqual(['Why?', 'How?']);
  });

  it('keeps an answer for the session that was deleted, or emptied, out of the others', async () => {
    const { store, says, chunk, final, about } = await asked();
    await says(chunk(0, 'Half'));
    store.getState().clearMessages();
    await says(chunk(1, ' and half'), final('Half and half'));
    expect(store.getState().sessions).toMatchObject([{ messages: [] }]);
    store.getState().deleteSession(about.chat_id);
    await says(final('Once more', 's3'));
    expect(store.getState()).toMatchObject({ sessions: [], currentSessionId: null });
  });
});

describe('the chat store of the autobot system: cuts', () => {
  it('sends again what has no answer, with the same id, ahead of what is written next', async () => {
    const { store, network, client, id } = await asked({
      client: { reconnect: { initialDelay: 30, jitter: 0 } },
    });
    await network.last.fail();
    await until(() => client.state === 'reconnecting', 'the cut');
    expect(messageOf(store, id).status).toBe('queued');
    const next = store.getState().sendMessage('And now?');
    await until(() => messageOf(store, next).status === 'sent', 'the next link');
    expect(framesOf(network.last).map(({ payload }) => payload.message_id)).toEqual([id, next]);
    expect(messageOf(store, id).status).toBe('sent');
  });

  it('asks again for the rest of an answer, and shows nothing of that', async () => {
    const { store, says, cut, network, id, chunk, texts } = await asked();
    await says(chunk(0, 'Half'));
    await cut();
    expect(framesOf(network.last)).toMatchObject([{ type: 'user_message', payload: { message_id: id } }]);
    expect(texts()).toEqual(['Why?', 'Half']);
    expect(messageOf(store, id).status).toBe('sent');
  });

  it('sends nothing again where it may not', async () => {
    const { store, says, cut, network, id, chunk } = await asked({ bind: { resend: false } });
    await cut();
    expect(framesOf(network.last)).toEqual([]);
    expect(messageOf(store, id).status).toBe('sent');
    await says(chunk(0, 'Late'));
    expect(store.getState().sessions[0]?.messages.at(-1)).toMatchObject({ text: 'Late', replyTo: id });
  });

  it('does not call an answer streaming for ever that nobody goes on with; what comes later revives it', async () => {
    const { says, cut, chunk, final, answers } = await asked({ bind: { resumeTimeout: 40 } });
    await says(chunk(0, 'Half'));
    await cut();
    expect(answers()).toMatchObject([{ status: 'streaming' }]);
    await until(() => answers()[0]?.status === 'failed', 'the timeout');
    expect(answers()[0]?.error).toContain('interrupted');
    await says(chunk(1, ' more'));
    expect(answers()).toMatchObject([{ text: 'Half more', status: 'streaming' }]);
    expect(answers()[0]).not.toHaveProperty('error');
    await says(final('Half more.'));
    expect(answers()).toMatchObject([{ text: 'Half more.', status: 'done' }]);
  });

  it('interrupts what streams when the user disconnects, and when nobody is bound any more', async () => {
    const first = await asked();
    await first.says(first.chunk(0, 'Half'));
    first.client.disconnect();
    await until(() => first.answers()[0]?.status === 'failed', 'the end');
    const second = await asked();
    await second.says(second.chunk(0, 'Half'));
    second.unbind();
    await shown();
    expect(second.answers()).toMatchObject([{ text: 'Half', status: 'failed' }]);
  });
});
