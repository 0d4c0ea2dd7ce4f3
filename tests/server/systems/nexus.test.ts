import { generateKeyPairSync, sign } from 'node:crypto';
import { expect, it } from 'vitest';
import { aNumber, aString, type TestClient } from '../harness.js';
import { describeBackends, type Backend } from './backends.js';

const KEY = 'chatwire-development-key';

/** Somebody who can sign. */
function signer() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const { x = '' } = publicKey.export({ format: 'jwk' });
  const pubkey = `ed25519:${Buffer.from(x, 'base64url').toString('base64')}`;
  const answer = (challenge: string) => ({
    pubkey,
    challenge,
    signature: sign(null, Buffer.from(challenge), privateKey).toString('base64'),
  });
  return { pubkey, answer };
}

const withKey = (backend: Backend, key = KEY) => backend.open('nexus', '', { headers: { 'x-api-key': key } });

async function challengeOf(client: TestClient): Promise<string> {
  const frame = await client.next('auth_challenge');
  return (frame.payload as { challenge: string }).challenge;
}

const ask = (client: TestClient, id: string, query: string, more: object = {}) =>
  client.sendFrame({ type: 'ask', id, payload: { query, ...more } });

const answerTo = (client: TestClient, id: string) => client.nextWhere((frame) => frame['id'] === id);

describeBackends('the key of nexus', (start) => {
  it('S3.9 S3.66 opens the connection as header x-api-key, and nothing is sent before a question', async () => {
    const client = await withKey(await start());
    ask(client, 'q1', 'What is 2 + 2?');
    expect(await answerTo(client, 'q1')).toMatchObject({ type: 'response' });
    expect(client.frames).toHaveLength(1);
  });

  it('S3.87 opens the connection at an address without a path', async () => {
    const client = await (await start()).dial('', { headers: { 'x-api-key': KEY } });
    ask(client, 'q1', 'What is 2 + 2?');
    expect(await answerTo(client, 'q1')).toMatchObject({ type: 'response' });
  });

  it('opens the connection as sub-protocol, where headers cannot be set, and is never repeated', async () => {
    const secret = `base64url.key.${Buffer.from(KEY).toString('base64url')}`;
    const client = await (await start()).open('nexus', '', { protocols: ['nexus.chatwire', secret] });
    expect(client.socket.protocol).toBe('nexus.chatwire');
    ask(client, 'q1', 'What is 2 + 2?');
    expect(await answerTo(client, 'q1')).toMatchObject({ type: 'response' });
  });

  it('S3.66 G2 closes with 4401 when it is wrong, and processes nothing', async () => {
    const backend = await start();
    const client = await withKey(backend, 'wrong');
    ask(client, 'q1', 'What is 2 + 2?');
    expect(await client.end()).toEqual({ code: 4401, reason: 'key invalid' });
    expect(client.frames).toEqual([]);
    expect(await backend.received('ask')).toBe(0);
  });
});

describeBackends('the challenge of nexus', (start) => {
  it('S3.20 S3.21 S3.22 G6 lets in whoever signs it', async () => {
    const client = await (await start()).open('nexus');
    client.sendFrame({ type: 'auth', id: 'a1', payload: signer().answer(await challengeOf(client)) });
    expect(await client.next('auth_ok')).toEqual({ type: 'auth_ok', id: 'a1', payload: {} });
    ask(client, 'q1', 'What is 2 + 2?');
    expect(await answerTo(client, 'q1')).toMatchObject({ type: 'response' });
  });

  it('S3.22 is another one for each connection', async () => {
    const backend = await start();
    const [first, second] = [await backend.open('nexus'), await backend.open('nexus')];
    expect(await challengeOf(first)).not.toBe(await challengeOf(second));
    expect(Buffer.from(await challengeOf(first), 'base64')).toHaveLength(32);
  });

  it('S3.66 lets no message through before it is answered', async () => {
    const backend = await start();
    const client = await backend.open('nexus');
    ask(client, 'early', 'What is 2 + 2?');
    expect(await answerTo(client, 'early')).toMatchObject({
      type: 'error',
      payload: { code: 'not_authenticated', message: aString },
    });
    client.sendFrame({ type: 'auth', id: 'a1', payload: signer().answer(await challengeOf(client)) });
    await client.next('auth_ok');
    expect(client.of('response')).toEqual([]);
    expect(await backend.received('ask')).toBe(0);
  });

  it.each([
    [
      'a signature of something else',
      'signature',
      (right: string) => right.replace(/^./, (c) => (c === 'A' ? 'B' : 'A')),
    ],
    ['a signature that is none', 'signature', () => ''],
    [
      'a key of another algorithm',
      'signature',
      (_: string, answer: Record<string, string>) => {
        answer['pubkey'] = answer['pubkey']!.replace('ed25519:', 'rsa:');
        return answer['signature']!;
      },
    ],
    [
      'a key that is too short',
      'signature',
      (right: string, answer: Record<string, string>) => {
        answer['pubkey'] = 'ed25519:AAAA';
        return right;
      },
    ],
  ] as const)('S3.20 refuses %s with auth_error and 4401', async (_what, _field, spoil) => {
    const client = await (await start()).open('nexus');
    const answer: Record<string, string> = signer().answer(await challengeOf(client));
    answer['signature'] = spoil(answer['signature']!, answer);
    client.sendFrame({ type: 'auth', id: 'a1', payload: answer });
    expect(await client.next('auth_error')).toEqual({
      type: 'auth_error',
      id: 'a1',
      payload: { code: 'signature_invalid', message: aString },
    });
    expect(await client.end()).toEqual({ code: 4401, reason: 'signature invalid' });
  });

  it('S3.21 refuses a signature that answers another challenge', async () => {
    const backend = await start();
    const [other, client] = [await backend.open('nexus'), await backend.open('nexus')];
    client.sendFrame({ type: 'auth', id: 'a1', payload: signer().answer(await challengeOf(other)) });
    expect((await client.next('auth_error')).payload).toMatchObject({ code: 'challenge_invalid' });
    expect(await client.end()).toEqual({ code: 4401, reason: 'challenge invalid' });
  });

  it('S3.66 refuses a stranger with 4403 where the keys are listed', async () => {
    const [friend, stranger] = [signer(), signer()];
    const backend = await start({ publicKeys: [friend.pubkey] });
    const [first, second] = [await backend.open('nexus'), await backend.open('nexus')];
    first.sendFrame({ type: 'auth', id: 'a1', payload: friend.answer(await challengeOf(first)) });
    second.sendFrame({ type: 'auth', id: 'a2', payload: stranger.answer(await challengeOf(second)) });
    await first.next('auth_ok');
    expect((await second.next('auth_error')).payload).toMatchObject({ code: 'not_allowed' });
    expect(await second.end()).toEqual({ code: 4403, reason: 'not allowed' });
  });

  it('closes with 4401 when nobody answers it in time', async () => {
    const client = await (await start({ authTimeout: 50 })).open('nexus');
    expect(await client.end()).toEqual({ code: 4401, reason: 'auth timeout' });
  });
});

describeBackends('a question to nexus', (start) => {
  it('S3.16 is answered with its id, and says what it took', async () => {
    const client = await withKey(await start());
    ask(client, 'q1', 'What is 12 * (3 + 4)?');
    const { payload } = await answerTo(client, 'q1');
    expect(payload).toEqual({
      answer: '12 * (3 + 4) = 84.',
      usage: { prompt_tokens: aNumber, completion_tokens: aNumber, total_tokens: aNumber },
    });
    const { usage } = payload as { usage: Record<string, number> };
    expect(usage['prompt_tokens']! + usage['completion_tokens']!).toBe(usage['total_tokens']);
    expect(Math.min(...Object.values(usage))).toBeGreaterThan(0);
  });

  it('S3.15 remembers what a team asked before, and only that team', async () => {
    const client = await withKey(await start());
    ask(client, 'q1', 'The harbour is old.', { team_id: 'red' });
    await answerTo(client, 'q1');
    ask(client, 'q2', 'What did I say?', { team_id: 'red' });
    ask(client, 'q3', 'What did I say?', { team_id: 'blue' });
    ask(client, 'q4', 'What did I say?', { team_id: null });
    expect((await answerTo(client, 'q2')).payload).toMatchObject({
      answer: expect.stringContaining('The harbour is old.') as string,
      context: '1 earlier question',
    });
    expect((await answerTo(client, 'q3')).payload).not.toHaveProperty('context');
    expect((await answerTo(client, 'q4')).payload).not.toHaveProperty('context');
  });

  it('does not wait for the one before: a short answer overtakes a long one', async () => {
    const client = await withKey(await start({ chunkDelay: 10 }));
    ask(client, 'long', 'How does Chatwire reconnect after an outage?');
    ask(client, 'short', 'What is 2 + 2?');
    await answerTo(client, 'long');
    expect(client.frames.map(({ id }) => id as string)).toEqual(['short', 'long']);
  });

  it('is refused while too many others are being answered', async () => {
    const client = await withKey(await start({ chunkDelay: 200 }));
    for (let n = 0; n <= 64; n += 1) ask(client, `q${n}`, 'How does Chatwire reconnect?');
    const { id, payload } = await client.next('error');
    expect([id, payload]).toEqual(['q64', { code: 'busy', message: aString }]);
  });
});

describeBackends('what nexus cannot use', (start) => {
  it.each([
    ['no JSON', 'hello', 'bad_json'],
    ['a list', '[]', 'not_an_object'],
    ['no type', '{"id":"q1","payload":{}}', 'missing_type'],
    ['a type that is no string', '{"type":7,"id":"q1","payload":{}}', 'missing_type'],
    ['an unknown type', '{"type":"sing","id":"q1","payload":{}}', 'unknown_type'],
    ['no id', '{"type":"ask","payload":{"query":"hi"}}', 'bad_field'],
    ['an id that is a number', '{"type":"ask","id":1,"payload":{"query":"hi"}}', 'bad_field'],
    ['no payload', '{"type":"ask","id":"q1"}', 'bad_field'],
    ['an empty query', '{"type":"ask","id":"q1","payload":{"query":" "}}', 'bad_field'],
    ['a team that is a number', '{"type":"ask","id":"q1","payload":{"query":"hi","team_id":1}}', 'bad_field'],
    [
      'an over-long query',
      JSON.stringify({ type: 'ask', id: 'q1', payload: { query: 'x'.repeat(32_769) } }),
      'message_too_long',
    ],
  ])('%s gets an error, with its id if it has one', async (_what, text, code) => {
    const client = await withKey(await start());
    client.socket.send(text);
    const error = await client.next('error');
    expect(error.payload).toEqual({ code, message: aString });
    expect(error['id']).toEqual(text.includes('"id":"q1"') ? 'q1' : aString);
    ask(client, 'after', 'What is 2 + 2?');
    expect(await answerTo(client, 'after')).toMatchObject({ type: 'response' });
  });

  it('a binary frame gets an error', async () => {
    const client = await withKey(await start());
    client.socket.send(Buffer.from('{}'));
    expect((await client.next('error')).payload).toMatchObject({ code: 'binary_frame' });
  });

  it('too many messages get one error that says when to come back', async () => {
    const client = await withKey(await start({ rateLimit: { perSecond: 0.5, burst: 3 } }));
    for (let n = 1; n <= 6; n += 1) ask(client, `q${n}`, 'What is 2 + 2?');
    const error = await client.next('error');
    expect(error.payload).toEqual({ code: 'rate_limited', message: aString, retry_after: 2 });
    await client.next('response', 3);
    expect(client.frames).toHaveLength(4);
  });

  it('a frame that is too large closes with 1009', async () => {
    const client = await withKey(await start({ maxPayload: 1_000 }));
    ask(client, 'q1', 'x'.repeat(1_000));
    expect((await client.end()).code).toBe(1009);
  });

  it('S2 a page of a foreign origin is refused before anything else', async () => {
    const headers = { 'x-api-key': KEY, Origin: 'https://evil.example' };
    await expect((await start()).open('nexus', '', { headers })).rejects.toThrow('HTTP 403');
  });
});
