import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { aNumber, joinChunks, serve, TestClient, textLike, until } from './harness.js';

async function ask(message: string): Promise<string> {
  const client = await TestClient.open((await serve()).wsUrl);
  client.say(message);
  return (await client.next('llm_response')).payload!.response!;
}

describe('a reply', () => {
  it('S4.38 S4.14 is streamed in chunks and then given whole', async () => {
    const client = await TestClient.open((await serve()).wsUrl);
    const chat_id = randomUUID();
    client.say('How does Chatwire reconnect after an outage?', { chat_id, message_id: 'm1' });
    const { payload } = await client.next('llm_response');
    const chunks = client.of('llm_response_chunk');
    expect(payload).toEqual({
      response: joinChunks(chunks),
      chat_id,
      message_id: 'm1',
      model: 'chatwire-embedded',
      processing_time: aNumber,
      stream_id: chunks[0]?.payload?.stream_id,
      chunks: chunks.length,
    });
    expect(chunks.length).toBeGreaterThan(10);
    expect(chunks.every((chunk) => chunk.payload?.chat_id === chat_id)).toBe(true);
    expect(client.frames.at(-1)?.type).toBe('llm_response');
  });

  it('S4.28 says once which model answers', async () => {
    const client = await TestClient.open((await serve()).wsUrl);
    client.say('hello');
    client.say('hello again');
    await client.next('llm_response', 2);
    expect(client.of('llm_status').map(({ payload }) => payload?.status)).toEqual(['connected']);
  });

  it('keeps to the chat it gave when the client names none', async () => {
    const client = await TestClient.open((await serve()).wsUrl);
    client.say('hello');
    client.say('what did I say?');
    const second = await client.next('llm_response', 2);
    expect(second.payload?.chat_id).toBe(client.of('llm_response')[0]?.payload?.chat_id);
    expect(second.payload?.response).toContain('"hello"');
  });

  it('answers messages one after the other in their order', async () => {
    const client = await TestClient.open((await serve()).wsUrl);
    for (let n = 0; n < 20; n += 1) client.say(`${n} + 1000 = ?`);
    await client.next('llm_response', 20);
    const answers = client.of('llm_response').map(({ payload }) => payload?.response);
    expect(answers).toEqual(Array.from({ length: 20 }, (_, n) => `${n} + 1000 = ${n + 1000}.`));
  });

  it('is not given twice to the same message_id', async () => {
    const server = await serve();
    const client = await TestClient.open(server.wsUrl);
    client.say('hello', { message_id: 'same' });
    client.say('hello', { message_id: 'same' });
    client.say('1 + 1', { message_id: 'other' });
    await until(
      () => client.of('llm_response').some(({ payload }) => payload?.message_id === 'other'),
      'other',
    );
    expect(client.of('llm_response').map(({ payload }) => payload?.message_id)).toEqual(['same', 'other']);
  });

  it('says so when too many messages wait', async () => {
    const server = await serve({ chunkDelay: 1_000 });
    const client = await TestClient.open(server.wsUrl);
    for (let n = 0; n < 66; n += 1) client.say('hello', { message_id: `m${n}` });
    const { payload } = await client.next('error');
    expect(payload).toMatchObject({ error_code: 'BUSY', message_id: 'm65' });
  });

  it('S4.13 shows the message to the other clients of the chat, not to the sender', async () => {
    const server = await serve();
    const [writer, reader] = await Promise.all(
      [1, 2].map(() => TestClient.open(`${server.wsUrl}?chat_id=shared`)),
    );
    writer!.say('hello', { chat_id: 'shared', message_id: 'm1' });
    expect((await reader!.next('user_message')).payload).toEqual({
      message: 'hello',
      chat_id: 'shared',
      message_id: 'm1',
      timestamp: textLike(/^\d{4}-.*Z$/),
    });
    const [a, b] = await Promise.all([writer!.next('llm_response'), reader!.next('llm_response')]);
    expect(a).toEqual(b);
    expect(writer!.of('user_message')).toEqual([]);
  });

  it('is kept from the clients of other chats', async () => {
    const server = await serve();
    const client = await TestClient.open(`${server.wsUrl}?chat_id=one`);
    const stranger = await TestClient.open(`${server.wsUrl}?chat_id=two`);
    client.say('hello');
    await client.next('llm_response');
    await stranger.settle();
    expect(stranger.types()).toBe('connection_established, pong');
  });
});

describe('the embedded responder answers about the message', () => {
  it.each([
    ['What is 12 * (3 + 4)?', /12 \* \(3 \+ 4\) = 84\./],
    ['how much is 10 divided by 4', /10 \/ 4 = 2\.5\./],
    ['What is -2 ^ 2 + 0.1 + 0.2?', /= -3\.7\./],
    ['What is 1 / 0?', /no answer to that/],
    ['The build of 2024-05-01 passed', /about build/],
    ['What states does a client have?', /eight states.*reconnecting/],
    ['does the queue survive being offline?', /outbox/],
    ['Tell me about WebSockets', /starts as an HTTP request/],
    ['What is Chatwire?', /chat and agent frontends/],
    ['how do I start a workflow?', /approve/],
    ['What time is it?', /\d\d:\d\d:\d\d UTC/],
    ['Count the words: one two three', /has 3 words, 13 characters/],
    ['My cat Tibbles sleeps on the warm radiator', /cat.*8 words.*cat, Tibbles, sleeps/],
    ['Why do cats purr?', /no answer to that.*cats, purr/],
    ['what did I say?', /first message/],
    ['漢字だけの文章です', /漢字だけの文章です/],
  ])('%s', async (message, answer) => {
    expect(await ask(message)).toMatch(answer);
  });

  it('summarises a long text', async () => {
    const text =
      'Summarise: The harbour was rebuilt in 1904. Ships from the harbour carried grain. Gulls are loud. ' +
      'The harbour now has a museum about grain and ships. It rained.';
    const answer = await ask(text);
    expect(answer).toContain('harbour');
    expect(answer).not.toContain('It rained');
  });
});
