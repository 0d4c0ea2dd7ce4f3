import { expect, it } from 'vitest';
import { aString, type Frame, type TestClient } from '../harness.js';
import { describeBackends } from './backends.js';

const isLast = ({ done }: Frame) => done === true;
const textOf = (frames: readonly Frame[]) => frames.map(({ response = '' }) => response as string).join('');
const ofConversation = (client: TestClient, id: string) =>
  client.frames.filter(({ conversation_id }) => conversation_id === id);

describeBackends('chat', (start) => {
  it('answers in pieces, untyped, and marks the last', async () => {
    const client = await (await start()).open('chat');
    client.sendFrame({ message: 'How does Chatwire reconnect?', conversation_id: 'abc-123' });
    await client.nextWhere(isLast);
    expect(client.frames.length).toBeGreaterThan(10);
    expect(textOf(client.frames)).toMatch(/^After a lost connection/);
    expect(client.frames.at(-1)).toEqual({ response: '', conversation_id: 'abc-123', done: true });
    for (const frame of client.frames.slice(0, -1)) {
      expect(frame).toEqual({ response: aString, conversation_id: 'abc-123' });
    }
  });

  it('G4 says which tool it uses for a sum', async () => {
    const client = await (await start()).open('chat');
    client.sendFrame({ message: 'What is 12 * (3 + 4)?' });
    const { conversation_id } = await client.nextWhere(isLast);
    expect(client.frames[0]).toEqual({
      tool_calls: [{ id: aString, name: 'calculator', arguments: { expression: '12 * (3 + 4)' } }],
      conversation_id,
    });
    expect(textOf(client.frames)).toBe('12 * (3 + 4) = 84.');
  });

  it('gives the conversation an id once, and keeps to it', async () => {
    const client = await (await start()).open('chat');
    client.sendFrame({ message: 'The harbour is old.' });
    client.sendFrame({ message: 'What did I say?', conversation_id: null });
    await client.nextWhere(isLast, 2);
    expect(new Set(client.frames.map(({ conversation_id }) => conversation_id as string)).size).toBe(1);
    expect(textOf(client.frames)).toContain('The last one was: "The harbour is old."');
  });

  it('remembers a conversation on the next connection', async () => {
    const backend = await start();
    const first = await backend.open('chat');
    first.sendFrame({ message: 'The harbour is old.', conversation_id: 'c1' });
    await first.nextWhere(isLast);
    first.cut();
    const second = await backend.open('chat');
    second.sendFrame({ message: 'What did I say?', conversation_id: 'c1' });
    await second.nextWhere(isLast);
    expect(textOf(second.frames)).toContain('The harbour is old.');
  });

  it('keeps the messages of a conversation in order, and two conversations apart', async () => {
    const client = await (await start()).open('chat');
    for (let n = 0; n < 10; n += 1) {
      client.sendFrame({ message: `${n} + 100`, conversation_id: n % 2 === 0 ? 'even' : 'odd' });
    }
    await client.nextWhere(isLast, 10);
    expect(textOf(ofConversation(client, 'even'))).toBe(
      '0 + 100 = 100.2 + 100 = 102.4 + 100 = 104.6 + 100 = 106.8 + 100 = 108.',
    );
    expect(textOf(ofConversation(client, 'odd'))).toMatch(/^1 \+ 100 = 101\..*9 \+ 100 = 109\.$/);
  });

  it('sends an answer only to who asked', async () => {
    const backend = await start();
    const [writer, reader] = [await backend.open('chat'), await backend.open('chat')];
    reader.sendFrame({ message: '1 + 1', conversation_id: 'c1' });
    await reader.nextWhere(isLast);
    const before = reader.frames.length;
    writer.sendFrame({ message: 'What did I say?', conversation_id: 'c1' });
    await writer.nextWhere(isLast);
    reader.sendFrame({ message: '2 + 2', conversation_id: 'c2' });
    await reader.nextWhere(isLast, 2);
    expect(reader.frames.slice(before).every(({ conversation_id }) => conversation_id === 'c2')).toBe(true);
  });

  it('is open to everybody, but not to foreign pages (S2)', async () => {
    const backend = await start();
    const headers = { Origin: 'https://evil.example' };
    await expect(backend.open('chat', '', { headers })).rejects.toThrow('HTTP 403');
  });
});

describeBackends('what chat cannot use', (start) => {
  it.each([
    ['no JSON', 'hello', 'bad_json'],
    ['a plain value', '"hello"', 'not_an_object'],
    ['no message', '{}', 'bad_field'],
    ['an empty message', '{"message":"  "}', 'bad_field'],
    ['a message that is an object', '{"message":{}}', 'bad_field'],
    ['a conversation that is a number', '{"message":"hi","conversation_id":7}', 'bad_field'],
    ['an over-long message', JSON.stringify({ message: 'x'.repeat(32_769) }), 'message_too_long'],
  ])('%s gets an error, and costs nothing else', async (_what, text, code) => {
    const client = await (await start()).open('chat');
    client.socket.send(text);
    expect(await client.nextWhere(({ error }) => error !== undefined)).toEqual({
      error: { message: aString, code },
    });
    client.sendFrame({ message: '1 + 1' });
    await client.nextWhere(isLast);
  });

  it('names the conversation where it could be read', async () => {
    const client = await (await start()).open('chat');
    client.sendFrame({ message: '', conversation_id: 'c1' });
    expect(await client.nextWhere(({ error }) => error !== undefined)).toMatchObject({
      conversation_id: 'c1',
    });
  });

  it('a binary frame gets an error', async () => {
    const client = await (await start()).open('chat');
    client.socket.send(Buffer.from('{"message":"hi"}'));
    expect((await client.nextWhere(({ error }) => error !== undefined))['error'].code).toBe('binary_frame');
  });

  it('too many messages get one error that says when to come back', async () => {
    const client = await (await start({ rateLimit: { perSecond: 0.5, burst: 2 } })).open('chat');
    for (let n = 0; n < 5; n += 1) client.sendFrame({ message: '1 + 1' });
    await client.nextWhere(isLast, 2);
    const errors = client.frames.filter(({ error }) => error !== undefined);
    expect(errors).toEqual([{ error: { message: aString, code: 'rate_limited', retry_after: 2 } }]);
  });

  it('more messages than can wait get an error', async () => {
    const client = await (await start({ chunkDelay: 200 })).open('chat');
    for (let n = 0; n < 66; n += 1) client.sendFrame({ message: 'hello', conversation_id: 'c1' });
    expect(await client.nextWhere(({ error }) => error !== undefined)).toEqual({
      error: { message: aString, code: 'busy' },
      conversation_id: 'c1',
    });
  });
});
