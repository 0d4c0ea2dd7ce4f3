import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { serve, TestClient } from './harness.js';

afterEach(() => void vi.useRealTimers());

async function openAsk(): Promise<TestClient> {
  const server = await serve();
  return TestClient.open(`ws://127.0.0.1:${server.port}/ws-ask`);
}

const ask = (client: TestClient, frame: Record<string, unknown>) =>
  client.socket.send(JSON.stringify({ type: 'ask', ...frame }));

describe('/ws-ask', () => {
  it('answers with the same id and payload, and without an id where there is none', async () => {
    const client = await openAsk();
    ask(client, { id: 'a', payload: { question: 1 } });
    ask(client, { id: 7 });
    ask(client, { payload: null });
    await client.next('answer', 3);
    expect(client.frames).toEqual([
      { type: 'answer', id: 'a', payload: { question: 1 } },
      { type: 'answer', id: 7 },
      { type: 'answer', payload: null },
    ]);
  });

  it('answers late, several times, or never, as it is asked to', async () => {
    const client = await openAsk();
    ask(client, { id: 'late', payload: { delay: 30 } });
    ask(client, { id: 'never', payload: { times: 0 } });
    ask(client, { id: 'twice', payload: { times: 2 } });
    await client.next('answer', 3);
    const ids = client.frames.map((frame) => (frame as { id?: unknown }).id);
    expect(ids).toEqual(['twice', 'twice', 'late']);
  });

  it('takes wishes beyond its limits for the limits', async () => {
    const client = await openAsk();
    ask(client, { payload: { times: 1e9, delay: -5 } });
    ask(client, { payload: { times: 'often', delay: {} } });
    await client.next('answer', 11);
    expect(client.frames).toHaveLength(11);
  });

  it('answers nothing that is no message, and goes on', async () => {
    const server = await serve();
    const client = await TestClient.open(`ws://127.0.0.1:${server.port}/ws-ask`);
    for (const text of ['garbage', 'null', '[]', '"ask"', '{"id":1}']) client.socket.send(text);
    client.socket.send(Buffer.from('{"type":"ask"}'));
    ask(client, {});
    await client.next('answer');
    expect(client.frames).toHaveLength(1);
    expect(server.received.counts()).toEqual(
      new Map([
        ['#invalid', 5],
        ['#binary', 1],
        ['ask', 1],
      ]),
    );
  });

  it('forgets what it holds back when the connection ends', async () => {
    const server = await serve();
    const client = await TestClient.open(`ws://127.0.0.1:${server.port}/ws-ask`);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    ask(client, { payload: { delay: 1000 } });
    while (server.received.count('ask') === 0) await turn();
    expect(vi.getTimerCount()).toBe(1);
    client.cut();
    while (server.connectionCount > 0) await turn();
    expect(vi.getTimerCount()).toBe(0);
  });
});
