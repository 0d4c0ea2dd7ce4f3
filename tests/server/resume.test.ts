import { describe, expect, it } from 'vitest';
import { joinChunks, serve, TestClient, until } from './harness.js';

/** Long enough to be cut in the middle. */
const QUESTION = 'How does Chatwire reconnect after an outage?';

describe('a reply cut off by a dead connection', () => {
  it('goes on in the new connection, told by chat_id in the address', async () => {
    const server = await serve({ chunkDelay: 5 });
    const first = await TestClient.open(`${server.wsUrl}?chat_id=c`);
    first.say(QUESTION, { chat_id: 'c', message_id: 'm1' });
    await first.next('llm_response_chunk', 5);
    expect(server.faults.cut()).toBe(1);
    expect((await first.end()).code).toBe(1006);

    const second = await TestClient.open(`${server.wsUrl}?chat_id=c`);
    const { payload } = await second.next('llm_response');
    const before = first.of('llm_response_chunk');
    const after = second.of('llm_response_chunk');
    expect(joinChunks(after)).toBe(payload?.response);
    // The overlap is told by stream_id and index: the same index is the same piece.
    expect(after.slice(0, before.length)).toEqual(before);
    expect(payload?.message_id).toBe('m1');
  });

  it.each(['chat_resume', 'user_message'])('goes on when %s names the chat', async (type) => {
    const server = await serve({ chunkDelay: 5 });
    const first = await TestClient.open(server.wsUrl);
    first.say(QUESTION, { chat_id: 'c', message_id: 'm1' });
    await first.next('llm_response_chunk', 3);
    server.faults.cut();
    const second = await TestClient.open(server.wsUrl);
    // The second way is what an outbox does that is not sure whether its message arrived.
    second.send(
      type,
      type === 'chat_resume' ? { chat_id: 'c' } : { chat_id: 'c', message: QUESTION, message_id: 'm1' },
    );
    const { payload } = await second.next('llm_response');
    expect(joinChunks(second.of('llm_response_chunk'))).toBe(payload?.response);
    await second.settle();
    expect(second.of('llm_response')).toHaveLength(1);
  });

  it('waits, finished, for a client that was away for all of it', async () => {
    const server = await serve({ chunkDelay: 1 });
    const first = await TestClient.open(`${server.wsUrl}?chat_id=c`);
    // Sees the end but, answering no protocol ping, never confirms it.
    const watcher = await TestClient.open(`${server.wsUrl}?chat_id=c`, { autoPong: false });
    first.say(QUESTION);
    await first.next('llm_response_chunk');
    first.cut();
    await watcher.next('llm_response');
    watcher.cut();
    await until(() => server.connectionCount === 0, 'both to be gone');
    const second = await TestClient.open(`${server.wsUrl}?chat_id=c`);
    const { payload } = await second.next('llm_response');
    expect(joinChunks(second.of('llm_response_chunk'))).toBe(payload?.response);

    await second.settle();
    second.cut();
    const third = await TestClient.open(`${server.wsUrl}?chat_id=c`);
    await third.settle();
    expect(third.of('llm_response')).toEqual([]);
  });

  it('is not repeated to a new connection once a client has all of it', async () => {
    const server = await serve();
    const first = await TestClient.open(`${server.wsUrl}?chat_id=c`);
    first.say('hello');
    await first.next('llm_response');
    await first.settle();
    first.cut();
    const second = await TestClient.open(`${server.wsUrl}?chat_id=c`);
    await second.settle();
    expect(second.types()).toBe('connection_established, pong');
  });

  it('is sent once to a socket however often it resumes', async () => {
    const server = await serve({ chunkDelay: 2 });
    const client = await TestClient.open(`${server.wsUrl}?chat_id=c`);
    client.say(QUESTION);
    await client.next('llm_response_chunk', 3);
    client.send('chat_resume', { chat_id: 'c' });
    client.send('chat_resume', { chat_id: 'c' });
    const { payload } = await client.next('llm_response');
    expect(joinChunks(client.of('llm_response_chunk'))).toBe(payload?.response);
  });
});

describe('chats', () => {
  it('are forgotten when nobody comes back in time', async () => {
    const server = await serve({ sessionIdleTime: 20 });
    const first = await TestClient.open(`${server.wsUrl}?chat_id=c`);
    first.say('remember the number 7');
    await first.next('llm_response');
    first.cut();
    await until(() => server.connectionCount === 0, 'the client to be gone');
    // Each try is a new visitor; once the chat has ended, nothing is remembered.
    await expect
      .poll(
        async () => {
          await new Promise((resolve) => setTimeout(resolve, 30));
          const visitor = await TestClient.open(`${server.wsUrl}?chat_id=c`);
          visitor.say('what did I say?');
          const answer = (await visitor.next('llm_response')).payload!.response!;
          visitor.cut();
          return answer;
        },
        { timeout: 5_000 },
      )
      .toContain('first message');
  });

  it('stay while one client is left', async () => {
    const server = await serve({ sessionIdleTime: 20 });
    const [staying, leaving] = await Promise.all(
      [1, 2].map(() => TestClient.open(`${server.wsUrl}?chat_id=c`)),
    );
    staying!.say('remember the number 7');
    await staying!.next('llm_response');
    leaving!.cut();
    const longAfter = Date.now() + 100;
    while (Date.now() < longAfter) await staying!.settle();
    const visitor = await TestClient.open(`${server.wsUrl}?chat_id=c`);
    visitor.say('what did I say?');
    expect((await visitor.next('llm_response')).payload?.response).toContain('number 7');
  });

  it('make room for new ones when nobody is in them, and are refused when all are in use', async () => {
    const server = await serve({ maxSessions: 2 });
    const a = await TestClient.open(`${server.wsUrl}?chat_id=a`);
    await TestClient.open(`${server.wsUrl}?chat_id=b`);
    const c = await TestClient.open(`${server.wsUrl}?chat_id=c`);
    expect((await c.next('error')).payload?.error_code).toBe('TOO_MANY_CHATS');
    a.cut();
    await until(() => server.connectionCount === 2, 'a to be gone');
    c.say('hello', { chat_id: 'c' });
    await c.next('llm_response');
  });

  it('are limited for one connection', async () => {
    const client = await TestClient.open((await serve()).wsUrl);
    for (let n = 0; n < 17; n += 1) client.say('hello', { chat_id: `chat ${n}` });
    expect((await client.next('error')).payload?.error_code).toBe('TOO_MANY_CHATS');
    await client.next('llm_response', 16);
  });
});
