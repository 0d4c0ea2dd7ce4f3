import { createChatClient } from 'chatwire';
import { afterEach, expect, it } from 'vitest';
import { AskStore, totalUsage, type NexusClient } from '../../../web/app/src/tabs/ask/askStore.ts';
import { startServer, type ReferenceServer } from '../../../web/server/server.ts';
import { until } from '../../support/until.ts';

let server: ReferenceServer | undefined;
let client: NexusClient;

async function connected(): Promise<AskStore> {
  server = await startServer({ chunkDelay: 0 });
  client = createChatClient({
    url: server.urlOf('nexus'),
    profile: 'nexus',
    auth: { header: { 'x-api-key': 'chatwire-development-key' } },
  });
  await client.connect();
  const asks = new AskStore();
  asks.watch(client);
  return asks;
}

afterEach(async () => {
  if (!server) return;
  client.destroy();
  await server.close();
  server = undefined;
});

const statuses = (asks: AskStore) => asks.store.getState().asks.map(({ status }) => status);
const first = (asks: AskStore) => asks.store.getState().asks[0];

it('shows a question at once, and its answer with usage and time when it comes', async () => {
  const asks = await connected();
  asks.ask(client, 'What is 6 * 7?');
  expect(first(asks)).toMatchObject({ question: 'What is 6 * 7?', status: 'waiting' });
  await until(() => statuses(asks)[0] === 'answered', 'the answer');
  const { answer, usage, duration, problem } = first(asks)!;
  expect(answer).toContain('42');
  expect(usage?.total).toBe((usage?.prompt ?? NaN) + (usage?.completion ?? NaN));
  expect(duration).toBeGreaterThanOrEqual(0);
  expect(problem).toBeUndefined();
});

it('adds up the tokens of what was answered', () => {
  const ask = { id: '', question: '', team: '', status: 'answered', askedAt: 0 } as const;
  const usage = { prompt: 1, completion: 2, total: 3 };
  expect(
    totalUsage([
      { ...ask, usage },
      { ...ask, status: 'failed' },
      { ...ask, usage },
    ]),
  ).toEqual({
    prompt: 2,
    completion: 4,
    total: 6,
  });
});

it('says what helps against an error of the server, which names the question', async () => {
  const asks = await connected();
  asks.ask(client, ' ');
  await until(() => statuses(asks)[0] === 'failed', 'the error');
  expect(first(asks)?.problem).toMatchObject({ code: 'bad_field', remedy: 'Write a question' });
  expect(asks.store.getState().complaint).toBeUndefined();
});

it('shows what the server complains of without naming a question, until it is dismissed', async () => {
  const asks = await connected();
  client.sendText('{');
  await until(() => asks.store.getState().complaint !== undefined, 'the complaint');
  expect(asks.store.getState().complaint).toMatchObject({ code: 'bad_json', remedy: 'Ask again' });
  asks.dismissComplaint();
  expect(asks.store.getState().complaint).toBeUndefined();
});

it('asks again in the place of the question that failed', async () => {
  const asks = await connected();
  client.disconnect();
  asks.ask(client, 'What is 1 + 1?');
  asks.ask(client, 'What is 2 + 2?');
  client.disconnect();
  await until(() => statuses(asks).join() === 'failed,failed', 'both to fail');
  expect(first(asks)?.problem).toMatchObject({ code: 'DISCONNECTED', remedy: 'Connect, then ask again' });
  await client.connect();
  const last = asks.store.getState().asks[1];
  asks.askAgain(client, last?.id ?? '');
  await until(() => statuses(asks)[1] === 'answered', 'the answer');
  expect(asks.store.getState().asks[1]?.answer).toContain('2');
  asks.clear();
  expect(statuses(asks)).toEqual([]);
});
