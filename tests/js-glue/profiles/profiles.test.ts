import { describe, expect, it } from 'vitest';
import { base, chat, createChatClient, wazuh, type ConnectionState, type Profile } from 'chatwire';
import { resolveOptions } from '../../../js-glue/client/resolveOptions.ts';
import { profiles, type ProfileName } from '../../../js-glue/profiles/profiles.ts';
import { connectFakeClient, makeFakeClient } from '../../support/clients.ts';
import { fakeNetwork } from '../../support/fakeWebSocket.ts';
import { settle } from '../../support/tasks.ts';
import { until } from '../../support/until.ts';

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

async function linked(profile: ProfileName | Profile) {
  const { client, network } = await connectFakeClient({ profile, heartbeat: false });
  const sent = () => network.last.sent.map((frame) => JSON.parse(String(frame)) as Record<string, unknown>);
  return { client, network, sent };
}

describe('where a system is', () => {
  it.each([
    ['wazuh', 'ws://localhost:8000/ws'],
    ['chat', 'ws://localhost:8000/ws'],
    ['dashboard', 'ws://localhost:8000/ws'],
    ['nexus', 'ws://localhost:8000'],
  ] as const)('S1.10 S2.3 S3.7 dials the address of %s if no other is given', (profile, url) => {
    expect(resolveOptions({ profile }).core.url).toBe(url);
    expect(resolveOptions({ profile, url: 'ws://other.test/' }).core.url).toBe('ws://other.test/');
  });
});

describe('when a system is dialled again', () => {
  it.each([
    ['dashboard', { initialDelay: 1000, multiplier: 2, maxDelay: 30_000, maxAttempts: 5, jitter: 0 }],
    ['nexus', { initialDelay: 1000, multiplier: 2, maxDelay: 30_000, maxAttempts: 5, jitter: 0 }],
    ['chat', { initialDelay: 3000, multiplier: 2, maxDelay: 30_000, maxAttempts: 5, jitter: 0 }],
    ['wazuh', { multiplier: 2, maxAttempts: 5 }],
    ['autobot', { initialDelay: 1000, multiplier: 2, maxDelay: Infinity, maxAttempts: 5, jitter: 0 }],
  ] as const)(
    'C4 S1.20 S1.21 S1.22 S2.60 S2.61 S2.62 S2.63 S3.59 S0.6 counts for %s as it does',
    (profile, numbers) => {
      expect(resolveOptions({ profile, url: 'ws://a.test/' }).core).toMatchObject(numbers);
    },
  );

  it('C4 S1.99 S1.101 waits the same after each close that the server explains, in chat alone', () => {
    expect(resolveOptions({ profile: 'chat' }).core.fixedRetryCodes).toBe('1001,1011');
    expect(resolveOptions({ profile: 'chat', closeCodes: { 1011: 'stop' } }).core).toMatchObject({
      fixedRetryCodes: '1001',
      stopCodes: '1011',
    });
    expect(resolveOptions({ profile: 'nexus' }).core.fixedRetryCodes).toBe('');
  });

  it('S1.100 S1.101 C6 backs off where the link broke, and waits the first delay where the server said why', async () => {
    const network = fakeNetwork((socket) => void socket.open());
    const reconnect = { initialDelay: 20, maxDelay: 1000, jitter: 0 };
    const { client } = makeFakeClient({ profile: 'chat', reconnect }, network);
    const delays: number[] = [];
    client.on('retry', ({ delay }) => delays.push(delay));
    await client.connect();
    for (const code of [1011, 1006, 1001]) {
      const sockets = network.sockets.length;
      if (code === 1006) void network.last.fail();
      else void network.last.end(code);
      while (network.sockets.length === sockets || client.state !== 'connected') await settle();
    }
    expect(delays).toEqual([20, 40, 20]);
  });

  it('C8 S2.8 pings in dashboard and autobot, and answers pings but for chat', () => {
    const options = (profile: ProfileName) => resolveOptions({ profile, url: 'ws://a.test/' }).core;
    const named = Object.keys(profiles) as ProfileName[];
    expect(named.filter((name) => options(name).heartbeatInterval > 0)).toEqual(['dashboard', 'autobot']);
    expect(named.filter((name) => options(name).pingType === '')).toEqual(['chat']);
  });
});

describe('what a system writes', () => {
  it('S0.13 S0.24 C30: wazuh puts type, data and the time of sending on every message, and nothing else', async () => {
    const { client, sent } = await linked('wazuh');
    const before = Date.now();
    client.send('typing_start');
    client.send('chat_message', { message: 'a' });
    const [first, second] = sent();
    expect(first).toEqual({ type: 'typing_start', data: null, timestamp: expect.any(String) as string });
    expect(second).toEqual({
      type: 'chat_message',
      data: { message: 'a' },
      timestamp: expect.any(String) as string,
    });
    expect(second?.['timestamp']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(Date.parse(String(first?.['timestamp']))).toBeGreaterThanOrEqual(before);
  });

  it('S3.11 S3.13 C30: nexus puts an id of its own on every message, and null where there is no payload', async () => {
    const { client, sent } = await linked('nexus');
    client.send('ask', { query: 'a' });
    client.send('ping');
    const ids = sent().map(({ id }) => String(id));
    expect(sent()).toEqual([
      { type: 'ask', id: ids[0], payload: { query: 'a' } },
      { type: 'ping', id: ids[1], payload: null },
    ]);
    expect(new Set(ids.filter((id) => uuidPattern.test(id))).size).toBe(2);
  });

  it.each([
    [
      'nexus',
      { payload: { token: 't' } },
      { type: 'auth', id: expect.stringMatching(uuidPattern) as string, payload: { token: 't' } },
    ],
    ['nexus', {}, { type: 'auth', id: expect.stringMatching(uuidPattern) as string, payload: null }],
    ['wazuh', {}, { type: 'auth', data: null, timestamp: expect.stringMatching(/Z$/) as string }],
    ['dashboard', {}, { type: 'auth', data: {} }],
    ['autobot', { payload: { token: 't' } }, { type: 'auth', payload: { token: 't' } }],
  ] as const)(
    'S3.11 S3.18 S0.13: credentials are a message of %s as any other: %j',
    async (profile, message, frame) => {
      const network = fakeNetwork((socket) => void socket.open());
      const auth = { firstFrame: { type: 'auth', ...message } };
      const { client } = makeFakeClient({ profile, auth }, network);
      client.connect().catch(() => {});
      await until(() => network.sockets[0]?.sent.length === 1, 'the credentials');
      expect(JSON.parse(String(network.last.sent[0]))).toEqual(frame);
    },
  );

  it('C10 S3.27: fills in what a whole frame lacks, and leaves the rest of it alone', async () => {
    const asked = await linked('nexus');
    asked.client.send({ type: 'ask', payload: 1 });
    asked.client.send({ type: 'ask', id: 'mine', payload: 2 });
    expect(asked.sent()[0]?.['id']).toMatch(uuidPattern);
    expect(asked.sent()[1]).toEqual({ type: 'ask', id: 'mine', payload: 2 });
    const timed = await linked('wazuh');
    timed.client.send({ type: 'a', data: 1 });
    timed.client.send({ type: 'a', data: 1, timestamp: 'then' });
    expect(timed.sent().map(({ timestamp }) => timestamp)).toEqual([expect.stringMatching(/Z$/), 'then']);
    const plain = await linked('base');
    plain.client.send({ type: 'a' });
    expect(plain.sent()).toEqual([{ type: 'a' }]);
  });

  it('C10: an object that says itself what its JSON is keeps its say', async () => {
    const { client, sent } = await linked('nexus');
    class Ask {
      readonly #query = 'why';
      toJSON() {
        return { type: 'ask', payload: { query: this.#query } };
      }
    }
    client.send(new Ask());
    expect(sent()).toEqual([
      { type: 'ask', payload: { query: 'why' }, id: expect.stringMatching(uuidPattern) as string },
    ]);
    expect(() => client.send({ toJSON: () => undefined })).toThrow(/UNSERIALIZABLE/);
  });

  it('C9 S2.20 S2.58: dashboard says "no payload" by an empty object', async () => {
    const { client, network } = await linked('dashboard');
    client.send('ping');
    client.send('note', { a: 1 });
    expect(network.last.sent).toEqual(['{"type":"ping","data":{}}', '{"type":"note","data":{"a":1}}']);
  });

  it('C30 a request of a system that stamps the time carries it too', async () => {
    const { client, sent } = await linked('wazuh');
    const answer = client.request<string>('session', { a: 1 }, { id: 'q1' });
    expect(sent()).toEqual([
      { type: 'session', id: 'q1', data: { a: 1 }, timestamp: expect.stringMatching(/Z$/) as string },
    ]);
    client.destroy();
    await expect(answer).rejects.toMatchObject({ code: 'DESTROYED' });
  });
});

describe('a plain text', () => {
  it.each([
    ['wazuh', { type: 'chat_message', data: { message: 'Hi', session_id: 's' } }, 'session_id'],
    ['chat', { message: 'Hi', conversation_id: 's' }, 'conversation_id'],
    ['nexus', { type: 'ask', payload: { query: 'Hi', team_id: 's' } }, 'team_id'],
    ['autobot', { type: 'user_message', payload: { message: 'Hi', chat_id: 's' } }, 'chat_id'],
  ] as const)(
    'C11 S0.41 S1.77 S3.12 S4.38 goes out in %s as what a user wrote',
    async (profile, frame, key) => {
      const { client, sent } = await linked(profile);
      client.sendMessage('Hi', { [key]: 's' });
      expect(sent()).toMatchObject([frame]);
    },
  );

  it.each(['base', 'dashboard'] as const)('C11 is refused where it means nothing: %s', async (profile) => {
    const { client } = await linked(profile);
    expect(() => client.sendMessage('Hi')).toThrow(
      new RegExp(`^chatwire: in profile '${profile}' a plain text`),
    );
  });

  it('C11 must be one', async () => {
    const { client } = await linked('nexus');
    expect(() => client.sendMessage(5 as unknown as string)).toThrow(/text/);
    expect(() => client.sendMessage('a', 'b' as unknown as object)).toThrow(/details/);
  });
});

describe('frames that name no type', () => {
  it('S1.44 S1.77 C1 are the payload, and subscribers of all get them', async () => {
    const { client, network } = await linked('chat');
    const got: unknown[] = [];
    client.subscribe('*', ({ type, payload, raw }) => got.push([type, payload, raw]));
    const frames = [{ response: 'a', type: 'x' }, { tool_calls: [1] }, {}];
    for (const frame of frames) await network.last.message(frame);
    expect(got).toEqual(frames.map((frame) => ['', frame, frame]));
    expect(client.history().map(({ payload }) => payload)).toEqual(frames);
  });

  it('S1.45 W35 what is no JSON object reaches nobody, and the next frame does', async () => {
    const { client, network } = await linked('chat');
    const got: unknown[] = [];
    const invalid: string[] = [];
    client.on('invalid', ({ text }) => invalid.push(text));
    client.subscribe('*', (message) => {
      if (message.isValid) got.push(message.payload);
    });
    for (const text of ['not json', '[1]', '{"response":', '{"response":"b"}'])
      await network.last.message(text);
    expect(got).toEqual([{ response: 'b' }]);
    expect(invalid).toEqual(['not json', '[1]', '{"response":']);
  });

  it('C8 a ping is one like any other', async () => {
    const { client, network } = await linked('chat');
    const got: unknown[] = [];
    client.subscribe('*', ({ payload }) => got.push(payload));
    await network.last.message({ type: 'ping' });
    expect(got).toEqual([{ type: 'ping' }]);
    expect(network.last.sent).toEqual([]);
  });

  it('C1 what needs a type is refused, with the way to go', async () => {
    const { client } = await linked('chat');
    expect(() => client.send('ask', 1)).toThrow(/^chatwire: profile 'chat' has no type: .*send\(frame\)/);
    expect(() => client.subscribe('answer', () => {})).toThrow(/subscribe\('\*'\)/);
    await expect(client.request('ask')).rejects.toThrow(/profile 'chat' has no type/);
    expect(() => createChatClient({ profile: 'chat', heartbeat: true })).toThrow(
      /^chatwire: heartbeat needs/,
    );
    const auth = { firstFrame: { type: 'auth' } };
    expect(() => createChatClient({ profile: 'chat', auth })).toThrow(/^chatwire: auth\.firstFrame needs/);
  });

  it('S1.53 C13 are sent by a client that connects for them', async () => {
    const network = fakeNetwork((socket) => void socket.open());
    const { client } = makeFakeClient({ profile: 'chat' }, network);
    await client.send({ message: 'Hi', conversation_id: 'c' }).delivered;
    expect(network.last.sent).toEqual(['{"message":"Hi","conversation_id":"c"}']);
  });
});

describe('what a message means', () => {
  it.each([
    ['wazuh', 'answer', { type: 'chat_response', data: { message: 'a' } }],
    ['wazuh', 'typing', { type: 'typing_stop', data: null }],
    ['dashboard', 'output', { type: 'terminal_output', data: { output: 'a' } }],
    ['nexus', 'answer', { type: 'response', id: '1', payload: { answer: 'a' } }],
    ['autobot', 'answer', { type: 'llm_response', payload: { response: 'a' } }],
    ['autobot', 'approval', { type: 'workflow_approval_required', payload: {} }],
    ['chat', 'answer', { response: 'a' }],
    ['chat', 'tool', { tool_calls: [] }],
  ] as const)('C29 in %s %s is told by its own frame', async (profile, name, frame) => {
    const { client, network } = await linked(profile);
    const got: unknown[] = [];
    const stop = client.on(name, ({ raw }) => got.push(raw));
    await network.last.message({ type: 'something_else', other: 1 });
    await network.last.message(frame);
    stop();
    await network.last.message(frame);
    expect(got).toEqual([frame]);
  });

  it('C29 every system has a welcome, an answer or an output, and base has none', () => {
    for (const [name, { events }] of Object.entries(profiles)) {
      const known = Object.values(events as Profile['events']).flat().length;
      expect(known > 0, name).toBe(name !== 'base');
    }
  });

  it('C28 an event of the client stays its own where a message has the same name', async () => {
    const { client, network } = await linked('wazuh');
    const errors: unknown[] = [];
    client.on('error', (error) => errors.push(error));
    await network.last.message({ type: 'error', data: { message: 'No' } });
    expect(errors).toEqual([]);
  });
});

describe('what a system calls the states', () => {
  const inOrder: ConnectionState[] = [
    ...([
      'idle',
      'connecting',
      'authenticating',
      'connected',
      'reconnecting',
      'closing',
      'closed',
      'failed',
    ] as const),
  ];

  it.each([
    ['wazuh', 'disconnected connecting connecting connected connecting disconnected disconnected error'],
    ['chat', 'disconnected connecting connecting connected disconnected closing disconnected disconnected'],
    [
      'dashboard',
      'disconnected connecting connecting connected reconnecting disconnected disconnected error',
    ],
    ['nexus', inOrder.join(' ')],
    ['autobot', inOrder.join(' ')],
  ] as const)('C3 S0.44 S0.45 S0.46 S0.47 S1.30 S1.31 S1.32 S1.33 %s has its own words', (profile, words) => {
    expect(inOrder.map((state) => profiles[profile].states[state]).join(' ')).toBe(words);
  });

  it('C3 S0.44 S0.46 the client says them beside the core’s', async () => {
    const { client } = makeFakeClient(
      { profile: 'wazuh' },
      fakeNetwork((socket) => void socket.open()),
    );
    expect([client.state, client.stateName]).toEqual(['idle', 'disconnected']);
    await client.connect();
    expect([client.state, client.stateName]).toEqual(['connected', 'connected']);
  });
});

describe('a profile of one’s own', () => {
  it('C1 is an object like the others', async () => {
    const mine: Profile = {
      ...base,
      name: 'mine',
      url: 'ws://mine.test/socket',
      typeKey: 'event',
      payloadKey: 'body',
      timestampKey: 'at',
      textMessage: { type: 'say', key: 'text' },
      events: { answer: ['said'] },
      states: { ...base.states, connected: 'online' },
    };
    const { client, network, sent } = await linked(mine);
    const got: unknown[] = [];
    client.on('answer', ({ payload }) => got.push(payload));
    await network.last.message({ event: 'said', body: { text: 'b' } });
    client.sendMessage('a');
    expect(sent()).toEqual([
      { event: 'say', body: { text: 'a' }, at: expect.stringMatching(/Z$/) as string },
    ]);
    expect(got).toEqual([{ text: 'b' }]);
    expect(client.stateName).toBe('online');
  });

  it.each([
    ['url', null],
    ['timestampKey', 1],
    ['idKey', undefined],
    ['textMessage', 'say'],
    ['states', null],
    ['events', undefined],
    ['errorTexts', 'no'],
    ['closeCodes', { 99: 'stop' }],
    ['closeCodes', { 4000: 'go' }],
  ])('B32 is refused where its %s is %j', (name, value) => {
    const profile = { ...base, url: 'ws://a.test', [name]: value };
    expect(() => createChatClient({ profile })).toThrow(new RegExp(`^chatwire: profile\\.${name}`));
  });

  it('B32 needs a key for the payload where it has one for the type, and one for the ids that it stamps', () => {
    expect(() => createChatClient({ profile: { ...wazuh, payloadKey: '' } })).toThrow(/profile\.payloadKey/);
    expect(() => createChatClient({ profile: { ...chat, stampsId: true } })).toThrow(/profile\.idKey/);
  });
});
