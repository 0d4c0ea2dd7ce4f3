import { describe, expect, it } from 'vitest';
import { serve, TestClient } from './harness.js';

const user = (payload: unknown) => JSON.stringify({ type: 'user_message', payload });

describe('a bad frame gets an error message and costs nothing else', () => {
  it.each([
    ['no JSON', 'hello', 'BAD_JSON'],
    ['an empty frame', '', 'BAD_JSON'],
    ['JSON followed by more', '{"type":"ping"}\u0000{}', 'BAD_JSON'],
    ['a list', '[{"type":"ping"}]', 'NOT_AN_OBJECT'],
    ['a string', '"ping"', 'NOT_AN_OBJECT'],
    ['null', 'null', 'NOT_AN_OBJECT'],
    ['100,000 nested lists', '['.repeat(100_000) + ']'.repeat(100_000), 'NOT_AN_OBJECT'],
    ['no type', '{"payload":{}}', 'MISSING_TYPE'],
    ['an empty type', '{"type":""}', 'MISSING_TYPE'],
    ['a type that is no string', '{"type":7}', 'MISSING_TYPE'],
    ['an unknown type', '{"type":"make_coffee"}', 'UNKNOWN_TYPE'],
    ['the name of a built-in as type', '{"type":"__proto__"}', 'UNKNOWN_TYPE'],
    ['another built-in', '{"type":"toString","payload":{}}', 'UNKNOWN_TYPE'],
    ['a payload that is a list', '{"type":"ping","payload":[]}', 'BAD_FIELD'],
    ['user_message without payload', '{"type":"user_message"}', 'BAD_FIELD'],
    ['user_message without text', user({}), 'BAD_FIELD'],
    ['user_message of spaces', user({ message: '  ' }), 'BAD_FIELD'],
    ['user_message that is a number', user({ message: 4 }), 'BAD_FIELD'],
    ['chat_id that is an object', user({ message: 'hi', chat_id: {} }), 'BAD_FIELD'],
    ['chat_id without end', user({ message: 'hi', chat_id: 'x'.repeat(129) }), 'BAD_FIELD'],
    ['message_id that is a number', user({ message: 'hi', message_id: 1 }), 'BAD_FIELD'],
    ['an over-long message', user({ message: 'x'.repeat(32_769) }), 'MESSAGE_TOO_LONG'],
    ['approval without id', '{"type":"workflow_approval","payload":{"approved":true}}', 'BAD_FIELD'],
    [
      'approval by the word "true"',
      '{"type":"workflow_approval","payload":{"workflow_id":"w","approved":"true"}}',
      'BAD_FIELD',
    ],
    ['cancel without id', '{"type":"workflow_cancel","payload":{}}', 'BAD_FIELD'],
    ['resume without id', '{"type":"chat_resume"}', 'BAD_FIELD'],
    [
      'approval of no workflow',
      '{"type":"workflow_approval","payload":{"workflow_id":"w","approved":true,"message":""}}',
      'WORKFLOW_NOT_FOUND',
    ],
  ])('S4.26 %s', async (_what, text, code) => {
    const client = await TestClient.open((await serve()).wsUrl);
    client.socket.send(text);
    const { payload } = await client.next('error');
    expect(payload?.error_code).toBe(code);
    expect(payload?.message?.length).toBeGreaterThan(20);
    expect(['low', 'medium', 'high', 'critical']).toContain(payload?.severity);
    await client.settle();
    expect(client.of('error')).toHaveLength(1);
  });

  it('S4.26 names the message that an error speaks of', async () => {
    const client = await TestClient.open((await serve()).wsUrl);
    client.socket.send(user({ message: 'x'.repeat(32_769), message_id: 'm1' }));
    expect((await client.next('error')).payload).toMatchObject({
      error_code: 'MESSAGE_TOO_LONG',
      message_id: 'm1',
    });
    await client.settle();
  });

  it('S4.26 a binary frame', async () => {
    const client = await TestClient.open((await serve()).wsUrl);
    client.socket.send(Buffer.from('{"type":"ping"}'));
    expect((await client.next('error')).payload?.error_code).toBe('BINARY_FRAME');
    await client.settle();
  });

  it('prototype keys pollute nothing', async () => {
    const client = await TestClient.open((await serve()).wsUrl);
    client.socket.send(
      '{"type":"ping","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}',
    );
    client.socket.send('{"type":"user_message","payload":{"message":"hi","__proto__":{"chat_id":"stolen"}}}');
    await client.next('pong');
    const { payload } = await client.next('llm_response');
    expect(payload?.chat_id).not.toBe('stolen');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('S4.9 a payload of null counts as absent, and a payload where none belongs does no harm', async () => {
    const client = await TestClient.open((await serve()).wsUrl);
    client.socket.send('{"type":"ping","payload":null}');
    client.socket.send('{"type":"ping","payload":{"id":7}}');
    await client.next('pong', 2);
    expect(client.of('error')).toEqual([]);
  });

  it('a frame over the size limit closes with 1009, and others stay', async () => {
    const server = await serve({ maxPayload: 1_000 });
    const sinner = await TestClient.open(server.wsUrl);
    const other = await TestClient.open(server.wsUrl);
    sinner.socket.send('x'.repeat(1_001));
    expect((await sinner.end()).code).toBe(1009);
    await other.settle();
  });

  it('too many messages are dropped with one RATE_LIMITED, and the connection stays', async () => {
    const server = await serve({ rateLimit: { perSecond: 1, burst: 10 } });
    const client = await TestClient.open(server.wsUrl);
    for (let n = 0; n < 50; n += 1) client.send('ping');
    expect((await client.next('error')).payload?.error_code).toBe('RATE_LIMITED');
    await client.next('pong', 10);
    expect(client.of('error')).toHaveLength(1);
    expect(client.closed).toBeUndefined();
  });
});
