import type { Message } from 'chatwire';
import { afterEach, expect, it } from 'vitest';
import { startServer, type ReferenceServer } from '../../web/server/server.js';
import { makeLoopbackClient } from '../support/clients.ts';
import { until } from '../support/until.ts';

let server: ReferenceServer | undefined;
afterEach(() => server?.close());

/** A client of the reference server's `/ws-ask`, connected. */
async function connect(options = {}) {
  server = await startServer();
  const client = makeLoopbackClient(server.wsUrl.replace(/\/ws$/, '/ws-ask'), options);
  await client.connect();
  return { client, server, requests: () => client.stats().requests };
}

it('S3.31 answers in the reverse order find their own requests, a hundred at a time', async () => {
  const { client, requests } = await connect();
  const order: unknown[] = [];
  client.subscribe<{ n: number }>('answer', ({ payload }) => order.push(payload.n));
  const numbers = Array.from({ length: 100 }, (_, n) => n);
  const answers = await Promise.all(
    numbers.map((n) => client.request<{ n: number }>('ask', { n, delay: n % 2 ? 0 : 500 })),
  );
  expect(answers.map(({ payload }) => payload.n)).toEqual(numbers);
  expect(order.slice(0, 50).every((n) => Number(n) % 2 === 1)).toBe(true);
  expect(requests()).toMatchObject({ pending: 0, answered: 100, lateReplies: 0, doubleReplies: 0 });
});

it('F36 a late reply, a second one and one to nobody settle nothing, and are counted as what they are', async () => {
  const { client, requests } = await connect();
  const late = client.request('ask', { delay: 60 }, { timeout: 20 });
  await expect(late).rejects.toMatchObject({ code: 'REQUEST_TIMEOUT' });
  const twice = await client.request<{ times: number }>('ask', { times: 3 });
  expect(twice.payload.times).toBe(3);
  client.send({ type: 'ask', id: 'nobody asked with this' });
  await until(() => requests().lateReplies === 1 && requests().doubleReplies === 2, 'the replies');
  expect(requests()).toMatchObject({ pending: 0, answered: 1, timedOut: 1 });
  await until(() => client.stats().received === 5, 'the reply to nobody');
  expect(requests()).toMatchObject({ lateReplies: 1, doubleReplies: 2 });
});

it('a signal cancels what was sent, and the reply is late', async () => {
  const { client, server, requests } = await connect();
  const abort = new AbortController();
  const answer = client.request('ask', { delay: 40 }, { signal: abort.signal });
  await until(() => server.received.count('ask') === 1, 'the question');
  abort.abort();
  await expect(answer).rejects.toMatchObject({ code: 'CANCELLED' });
  await until(() => requests().lateReplies === 1, 'the reply');
});

it('G8 finds the answer of a server that repeats no id by a function', async () => {
  const { client } = await connect();
  const isOf = (n: number) => (message: Message) => (message.payload as { n?: number } | null)?.n === n;
  const answers = [1, 2].map((n) =>
    client.request<{ n: number }>('ask', { n, delay: 30 / n }, { match: isOf(n) }),
  );
  expect((await Promise.all(answers)).map(({ id, payload }) => [id, payload.n])).toEqual([
    [undefined, 1],
    [undefined, 2],
  ]);
});

it('a cut fails what is on its way; what is asked while the line is down is answered after it', async () => {
  const { client, server } = await connect();
  const lost = client.request('ask', { times: 0 });
  await until(() => server.received.count('ask') === 1, 'the question');
  server.faults.cut();
  await expect(lost).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
  expect(client.state).toBe('reconnecting');
  const answer = await client.request<{ n: number }>('ask', { n: 2 });
  expect(answer.payload.n).toBe(2);
  expect(server.received.count('ask')).toBe(2);
});

it('S3.75 pending requests settle on disconnect(), and on destroy()', async () => {
  const { client } = await connect();
  const first = client.request('ask', { times: 0 });
  client.disconnect();
  await expect(first).rejects.toMatchObject({ code: 'DISCONNECTED' });
  await client.connect();
  const second = client.request('ask', { times: 0 });
  client.destroy();
  await expect(second).rejects.toMatchObject({ code: 'DESTROYED' });
});
