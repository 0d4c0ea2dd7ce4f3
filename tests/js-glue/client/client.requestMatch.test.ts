import type { RequestOptions } from 'chatwire';
import { describe, expect, it, vi } from 'vitest';
import { connectFakeClient } from '../../support/clients.ts';
import { connectCongested, requestsOf } from '../../support/requests.ts';
import { forbidUnhandledRejections } from '../../support/unhandledRejections.ts';

forbidUnhandledRejections();

describe('match', () => {
  const byType = (type: string): RequestOptions => ({ match: (message) => message.type === type });

  it('G8 finds the answer where it repeats no id: the oldest request that says yes gets it', async () => {
    const { client, network } = await connectFakeClient();
    const answers = ['pong', 'pong', 'other'].map((type) => client.request('ask', undefined, byType(type)));
    expect(network.last.sent).toEqual(Array(3).fill('{"type":"ask"}'));
    for (const [n, type] of ['news', 'pong', 'other', 'pong'].entries()) {
      await network.last.message({ type, payload: n });
    }
    expect((await Promise.all(answers)).map(({ payload }) => payload)).toEqual([1, 3, 2]);
    expect(requestsOf(client)).toMatchObject({ pending: 0, answered: 3 });
  });

  it('is not asked before the message has left, nor once it was answered', async () => {
    const { client, network } = await connectCongested();
    const match = vi.fn(() => true);
    const answer = client.request('ask', undefined, { match });
    await network.last.message({ type: 'early' });
    expect(match).not.toHaveBeenCalled();
    network.last.bufferedAmount = 0;
    await client.drained();
    await network.last.message({ type: 'answer' });
    await network.last.message({ type: 'after' });
    expect((await answer).type).toBe('answer');
    expect(match).toHaveBeenCalledTimes(1);
    expect(client.stats().unwanted).toBe(1);
  });

  it('leaves nothing behind: what nobody wants is not parsed when the answer is there', async () => {
    const { client, network } = await connectFakeClient({ history: false });
    const answer = client.request('ask', undefined, byType('answer'));
    for (const type of ['news', 'answer', 'news', 'answer', 'news']) await network.last.message({ type });
    await answer;
    expect(client.stats()).toMatchObject({ received: 5, unwanted: 3 });
  });

  it('is not asked about what is no JSON after all', async () => {
    const { client, network } = await connectFakeClient();
    const match = vi.fn(() => true);
    const answer = client.request('ask', undefined, { match });
    await network.last.message('{"type":"answer","payload":tru}');
    expect(match).not.toHaveBeenCalled();
    await network.last.message({ type: 'answer' });
    await answer;
  });

  it('F38 that throws says no, and is reported', async () => {
    const { client, network } = await connectFakeClient();
    const reported = vi.fn();
    client.on('error', reported);
    const cause = new Error('of the application');
    const answer = client.request('ask', undefined, {
      match: ({ type }) => {
        if (type === 'news') throw cause;
        return true;
      },
    });
    await network.last.message({ type: 'news' });
    await network.last.message({ type: 'answer' });
    expect((await answer).type).toBe('answer');
    expect(reported.mock.calls).toEqual([[expect.objectContaining({ code: 'HANDLER_THREW', cause })]]);
  });

  it.each(['cancelled', 'destroyed'])('F39 may itself see to it that the request is %s', async (end) => {
    const { client, network } = await connectFakeClient();
    const abort = new AbortController();
    const match = () => {
      if (end === 'cancelled') abort.abort();
      else client.destroy();
      return true;
    };
    const answer = client.request('ask', undefined, { match, signal: abort.signal });
    const other = vi.fn(() => true);
    void client.request('ask', undefined, { match: other });
    await network.last.message({ type: 'answer' });
    await expect(answer).rejects.toMatchObject({ code: end.toUpperCase() });
    expect(other).not.toHaveBeenCalled();
  });

  it('leaves an answer by id to its own request', async () => {
    const { client, network } = await connectFakeClient();
    const match = vi.fn(() => true);
    const matching = client.request('ask', undefined, { match });
    const byId = client.request('ask', undefined, { id: 'a' });
    await network.last.message({ id: 'a' });
    expect((await byId).id).toBe('a');
    expect(match).not.toHaveBeenCalled();
    await network.last.message({ type: 'anything' });
    expect((await matching).type).toBe('anything');
  });
});
