import { afterEach, describe, expect, it, vi } from 'vitest';
import { connectFakeClient, makeFakeClient } from '../../support/clients.ts';
import { openNetwork } from '../../support/fakeWebSocket.ts';
import { delayCore, forgetCore, isCoreAskedFor } from '../../support/loading.ts';
import { codeOf, connectCongested, requestsOf } from '../../support/requests.ts';
import { settle } from '../../support/tasks.ts';
import { forbidUnhandledRejections } from '../../support/unhandledRejections.ts';

forbidUnhandledRejections();
afterEach(() => {
  vi.restoreAllMocks();
});

describe('time', () => {
  it('F36 a request fails when its time is over; the late reply is counted, and an ordinary message', async () => {
    const { client, network } = await connectFakeClient();
    const late: unknown[] = [];
    client.subscribe('response', ({ id }) => late.push(id));
    const started = performance.now();
    const answer = client.request('ask', undefined, { id: 'a', timeout: 40 });
    await expect(answer).rejects.toMatchObject({ name: 'ChatwireError', code: 'REQUEST_TIMEOUT' });
    await expect(answer).rejects.toThrow(/No answer to 'ask'.*raise timeout/);
    expect(performance.now() - started).toBeGreaterThan(39);
    await network.last.message({ type: 'response', id: 'a' });
    expect(late).toEqual(['a']);
    expect(requestsOf(client)).toMatchObject({ pending: 0, answered: 0, timedOut: 1, lateReplies: 1 });
  });

  it('F36 of two replies the first one counts, and a reply to nobody is no reply', async () => {
    const { client, network } = await connectFakeClient();
    const answer = client.request('ask', undefined, { id: 'a' });
    for (const payload of [1, 2, 3]) await network.last.message({ type: 'response', id: 'a', payload });
    await network.last.message({ type: 'response', id: 'unknown' });
    expect((await answer).payload).toBe(1);
    expect(requestsOf(client)).toMatchObject({ answered: 1, lateReplies: 0, doubleReplies: 2 });
  });

  it('F36 runs while the message waits, and what has timed out is never sent', async () => {
    const { client, network } = await connectCongested();
    const answer = client.request('ask', undefined, { timeout: 20 });
    expect(client.getSnapshot().queued).toBe(1);
    await expect(answer).rejects.toMatchObject({ code: 'REQUEST_TIMEOUT' });
    expect(client.getSnapshot().queued).toBe(0);
    network.last.bufferedAmount = 0;
    await client.sendText('next').delivered;
    expect(network.last.sent).toEqual(['next']);
  });

  it('runs also before the core is loaded, and before connect()', async () => {
    forgetCore();
    const { client, network } = makeFakeClient({}, openNetwork());
    const answer = client.request('ask', undefined, { timeout: 0 });
    await expect(answer).rejects.toMatchObject({ code: 'REQUEST_TIMEOUT' });
    expect(client.state).toBe('idle');
    expect(network.sockets).toEqual([]);
  });

  it('is not given anew when the core is there at last', async () => {
    delayCore(60);
    const { client, network } = makeFakeClient({}, openNetwork());
    const answer = client.request('ask', undefined, { timeout: 50 });
    await client.connect();
    await expect(answer).rejects.toMatchObject({ code: 'REQUEST_TIMEOUT' });
    await client.sendText('next').delivered;
    expect(network.last.sent).toEqual(['next']);
  });

  it('is 10 s unless told otherwise', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] });
    try {
      const { client } = await connectFakeClient();
      let code = '' as string;
      client.request('ask').catch((error: unknown) => (code = codeOf(error)));
      vi.advanceTimersByTime(9999);
      await settle();
      expect(code).toBe('');
      vi.advanceTimersByTime(1);
      await settle();
      expect(code).toBe('REQUEST_TIMEOUT');
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('a signal', () => {
  it('cancels what was sent: its answer is a late reply', async () => {
    const { client, network } = await connectFakeClient();
    const abort = new AbortController();
    const answer = client.request('ask', undefined, { id: 'a', signal: abort.signal });
    abort.abort('enough');
    await expect(answer).rejects.toMatchObject({ code: 'CANCELLED', cause: 'enough' });
    await network.last.message({ type: 'response', id: 'a' });
    expect(requestsOf(client)).toMatchObject({ pending: 0, lateReplies: 1 });
  });

  it('cancels what waits: it is never sent', async () => {
    const { client, network } = await connectCongested();
    const abort = new AbortController();
    const answer = client.request('ask', undefined, { signal: abort.signal });
    abort.abort();
    await expect(answer).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(client.getSnapshot().queued).toBe(0);
    network.last.bufferedAmount = 0;
    await client.sendText('next').delivered;
    expect(network.last.sent).toEqual(['next']);
  });

  it('aborted before: nothing happens, not even a load', async () => {
    forgetCore();
    const { client } = makeFakeClient();
    const answer = client.request('ask', undefined, { signal: AbortSignal.abort('no') });
    await expect(answer).rejects.toMatchObject({ code: 'CANCELLED', cause: 'no' });
    expect(isCoreAskedFor()).toBe(false);
    expect(client.getSnapshot().queued).toBe(0);
  });

  it('holds on to no request that is over', async () => {
    const { client, network } = await connectFakeClient();
    const { signal } = new AbortController();
    const removed = vi.spyOn(signal, 'removeEventListener');
    const added = vi.spyOn(signal, 'addEventListener');
    const answered = client.request('ask', undefined, { id: 'a', signal });
    const failed = client.request('ask', undefined, { signal, timeout: 5 });
    await network.last.message({ id: 'a' });
    await answered;
    await expect(failed).rejects.toMatchObject({ code: 'REQUEST_TIMEOUT' });
    const listeners = ({ mock }: typeof added) => new Set(mock.calls.map(([, listener]) => listener));
    expect(listeners(added)).toEqual(listeners(removed as typeof added));
    expect(added).toHaveBeenCalledTimes(2);
  });
});
