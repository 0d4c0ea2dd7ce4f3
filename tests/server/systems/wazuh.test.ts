import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { aString, textLike, type Frame, type TestClient } from '../harness.js';
import { describeBackends, type Backend } from './backends.js';
import { BAD_TOKENS, makeToken } from './tokens.js';

const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

async function logIn(backend: Backend, user = 'ann'): Promise<TestClient> {
  const client = await backend.open('wazuh', `?token=${await backend.token(user)}`);
  await client.next('connection');
  return client;
}

const send = (client: TestClient, type: string, data: object) =>
  client.sendFrame({ type, data, timestamp: new Date().toISOString() });

const say = (client: TestClient, message: string, more: object = {}) =>
  send(client, 'chat_message', { message, ...more });

/** Frames as [type, data]. */
const seen = (frames: readonly Frame[]) => frames.map(({ type, data }): [string, any] => [type, data]);

/** Proof that all that was under way to a client has arrived: the server has refused what it sent last. */
async function settle(client: TestClient): Promise<void> {
  const errors = client.of('error').length;
  send(client, 'unknown', {});
  await client.next('error', errors + 1);
}

describeBackends('the token of wazuh', (start) => {
  it.each(BAD_TOKENS)('S0.59 G2 a client with %s is closed', async (_what, token, code, reason) => {
    const backend = await start();
    const client = await backend.open('wazuh', token === '' ? '' : `?token=${token}`);
    say(client, 'hello');
    expect(await client.end()).toEqual({ code, reason });
    expect(client.frames).toEqual([]);
    expect(await backend.received('chat_message')).toBe(0);
  });

  it('S0.59 for another system is not allowed here', async () => {
    const backend = await start();
    const token = await backend.token('ann', { systems: ['dashboard'] });
    const client = await backend.open('wazuh', `?token=${token}`);
    expect(await client.end()).toEqual({ code: 4403, reason: 'not allowed' });
  });

  it('S0.59 is welcomed when it is good', async () => {
    const token = makeToken({ sub: 'ann', exp: Date.now() / 1000 + 60 });
    const client = await (await start()).open('wazuh', `?token=${token}`);
    expect(await client.next('connection')).toEqual({
      type: 'connection',
      data: { status: 'connected', message: 'Connected as ann', connection_id: aString },
      timestamp: textLike(ISO_TIME),
    });
  });

  it('closes the connection with 4401 when it expires, and a fresh one opens the next', async () => {
    const backend = await start();
    const client = await backend.open('wazuh', `?token=${await backend.token('ann', { ttl: 1 })}`);
    await client.next('connection');
    expect(await client.end()).toEqual({ code: 4401, reason: 'token expired' });
    await logIn(backend);
  });

  it('S2 a page of a foreign origin is refused before anything else', async () => {
    const backend = await start();
    const headers = { Origin: 'https://evil.example' };
    const query = `?token=${await backend.token('ann')}`;
    await expect(backend.open('wazuh', query, { headers })).rejects.toThrow('HTTP 403');
  });
});

describeBackends('a chat with wazuh', (start) => {
  it('S0.60 S0.61 G1 creates a session, types and answers in it', async () => {
    const client = await logIn(await start());
    say(client, 'What is 2 + 2?');
    await client.next('typing_stop');
    const { session_id } = (await client.next('session_created'))['data'] as { session_id: string };
    expect(session_id).not.toBe('');
    expect(seen(client.frames.slice(1))).toEqual([
      ['session_created', { session_id, title: 'What is 2 + 2?' }],
      ['typing_start', { session_id }],
      ['chat_response', { message: '2 + 2 = 4.', session_id }],
      ['typing_stop', { session_id }],
    ]);
    for (const frame of client.frames) {
      expect(Object.keys(frame).sort()).toEqual(['data', 'timestamp', 'type']);
      expect(frame['timestamp']).toMatch(ISO_TIME);
    }
  });

  it('S0.61 takes the id of a session that the client began', async () => {
    const client = await logIn(await start());
    say(client, 'hello', { session_id: 'mine' });
    expect((await client.next('session_created'))['data'].session_id).toBe('mine');
    expect((await client.next('chat_response'))['data'].session_id).toBe('mine');
  });

  it('S0.61 stays in the session used last, and keeps sessions apart', async () => {
    const client = await logIn(await start());
    say(client, 'The harbour is old.', { session_id: 'one' });
    say(client, 'The mill is new.', { session_id: 'two' });
    say(client, 'What did I say?');
    say(client, 'What did I say?', { session_id: 'one' });
    await client.next('typing_stop', 4);
    const answers = client.of('chat_response').filter(({ data }) => data.message.includes('remember'));
    const bySession = Object.fromEntries(answers.map(({ data }) => [data.session_id, data.message]));
    expect(bySession.one).toContain('The harbour is old.');
    expect(bySession.two).toContain('The mill is new.');
    expect(client.of('session_created')).toHaveLength(2);
  });

  it('S0.61 keeps the sessions of two users apart, whatever their ids', async () => {
    const backend = await start();
    const [ann, bob] = [await logIn(backend, 'ann'), await logIn(backend, 'bob')];
    say(ann, 'The harbour is old.', { session_id: 'same' });
    await ann.next('typing_stop');
    say(bob, 'What did I say?', { session_id: 'same' });
    expect((await bob.next('chat_response'))['data'].message).toMatch(/first message/);
    expect(bob.of('session_created')).toHaveLength(1);
    expect(ann.of('chat_response')).toHaveLength(1);
  });

  it('answers the messages of a session in their order', async () => {
    const client = await logIn(await start());
    for (let n = 0; n < 10; n += 1) say(client, `${n} + 100`, { session_id: 's' });
    await client.next('typing_stop', 10);
    const answers = client.of('chat_response').map(({ data }) => data.message as string);
    expect(answers).toEqual(Array.from({ length: 10 }, (_, n) => `${n} + 100 = ${n + 100}.`));
  });

  it('shows it in the other connections of the user, and to nobody else', async () => {
    const backend = await start();
    const [tab, otherTab, bob] = [await logIn(backend), await logIn(backend), await logIn(backend, 'bob')];
    say(tab, '1 + 1', { session_id: 's' });
    await Promise.all([tab, otherTab].map((client) => client.next('typing_stop')));
    await settle(bob);
    expect(seen(otherTab.frames.slice(1))).toEqual([
      ['session_created', { session_id: 's', title: '1 + 1' }],
      ['chat_message', { message: '1 + 1', session_id: 's' }],
      ['typing_start', { session_id: 's' }],
      ['chat_response', { message: '1 + 1 = 2.', session_id: 's' }],
      ['typing_stop', { session_id: 's' }],
    ]);
    expect(tab.of('chat_message')).toEqual([]);
    expect(bob.frames.map(({ type }) => type)).toEqual(['connection', 'error']);
  });

  it('keeps the answer for a user who was cut off, and the session goes on', async () => {
    const backend = await start({ chunkDelay: 2 });
    const first = await logIn(backend);
    say(first, 'How does Chatwire reconnect?', { session_id: 's' });
    await first.next('typing_start');
    first.cut();
    await sleep(1_000); // Nothing on the wire says when an answer is ready that nobody gets.
    const second = await logIn(backend);
    expect((await second.next('chat_response'))['data']).toEqual({ message: aString, session_id: 's' });
    say(second, 'What did I say?', { session_id: 's' });
    expect((await second.next('chat_response', 2))['data'].message).toContain('How does Chatwire reconnect?');
    expect(second.of('session_created')).toEqual([]);
  });
});

describeBackends('typing in wazuh', (start) => {
  it('is passed on to the other connections of the user alone', async () => {
    const backend = await start();
    const [tab, otherTab, bob] = [await logIn(backend), await logIn(backend), await logIn(backend, 'bob')];
    send(tab, 'typing_start', { session_id: 's' });
    send(tab, 'typing_stop', {});
    await otherTab.next('typing_stop');
    expect(seen(otherTab.frames.slice(1))).toEqual([
      ['typing_start', { session_id: 's' }],
      ['typing_stop', {}],
    ]);
    await settle(tab);
    await settle(bob);
    for (const client of [tab, bob]) expect(client.of('typing_start')).toEqual([]);
  });
});

describeBackends('notifications', (start) => {
  it('S0.62 reach everybody who is connected', async () => {
    const backend = await start();
    const users = [await logIn(backend, 'ann'), await logIn(backend, 'ann'), await logIn(backend, 'bob')];
    const watcher = await backend.open('dashboard', `?token=${await backend.token('eve')}`);
    await watcher.next('connected');
    const message = 'Maintenance at 22:00';
    expect(await backend.control('notify', { message })).toMatchObject({ ok: true, sent: 4 });
    for (const client of users) {
      expect((await client.next('system_notification'))['data']).toEqual({ message });
    }
    expect((await watcher.next('notification'))['data']).toEqual({
      title: 'Notification',
      message,
      priority: 'normal',
    });
    await backend.control('notify', { message: 'Fire', title: 'Alarm', level: 'error' });
    expect((await users[0]!.next('system_notification', 2))['data']).toEqual({
      message: 'Fire',
      title: 'Alarm',
      level: 'error',
    });
    expect((await watcher.next('notification', 2))['data']).toMatchObject({
      title: 'Alarm',
      priority: 'high',
    });
  });
});

describeBackends('what wazuh cannot use', (start) => {
  const message = (data: unknown) => JSON.stringify({ type: 'chat_message', data, timestamp: '' });

  it.each([
    ['no JSON', 'hello', 'bad_json'],
    ['a list', '[]', 'not_an_object'],
    ['no type', '{"data":{}}', 'missing_type'],
    ['an unknown type', '{"type":"sing","data":{}}', 'unknown_type'],
    ["a type of the server's", '{"type":"chat_response","data":{"message":"hi"}}', 'unknown_type'],
    ['no data', '{"type":"chat_message"}', 'bad_field'],
    ['no message', message({}), 'bad_field'],
    ['a message that is a number', message({ message: 1 }), 'bad_field'],
    ['a session that is an object', message({ message: 'hi', session_id: {} }), 'bad_field'],
    ['an over-long message', message({ message: 'x'.repeat(32_769) }), 'message_too_long'],
  ])('%s gets an error, and the connection stays', async (_what, text, code) => {
    const client = await logIn(await start());
    client.socket.send(text);
    expect((await client.next('error'))['data']).toEqual({ message: aString, code });
    say(client, '1 + 1');
    await client.next('chat_response');
  });

  it('names the session where it could be read', async () => {
    const client = await logIn(await start());
    say(client, '', { session_id: 's' });
    expect((await client.next('error'))['data']).toEqual({
      message: aString,
      code: 'bad_field',
      session_id: 's',
    });
  });

  it('S0.52 too many messages get one error that says when to come back', async () => {
    const client = await logIn(await start({ rateLimit: { perSecond: 0.5, burst: 2 } }));
    for (let n = 0; n < 6; n += 1) say(client, '1 + 1', { session_id: 's' });
    await client.next('typing_stop', 2);
    expect(client.of('error').map(({ data }) => data as object)).toEqual([
      { message: aString, code: 'rate_limited', retry_after: 2 },
    ]);
    expect(client.of('chat_response')).toHaveLength(2);
  });

  it('more messages than can wait get an error', async () => {
    const client = await logIn(await start({ chunkDelay: 200 }));
    for (let n = 0; n < 66; n += 1) say(client, 'hello', { session_id: 's' });
    expect((await client.next('error'))['data']).toEqual({ message: aString, code: 'busy', session_id: 's' });
  });
});
