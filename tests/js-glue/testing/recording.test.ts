import { createChatClient, type ChatClient, type ChatClientOptions, type ProfileName } from 'chatwire';
import {
  MockServer,
  parseRecording,
  recordTraffic,
  redactMembers,
  type RecordedEvent,
  type RecorderOptions,
} from 'chatwire/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';

const clients: ChatClient[] = [];

afterEach(() => {
  for (const client of clients.splice(0)) client.destroy();
});

function pair(profile: ProfileName = 'base', options: Partial<ChatClientOptions> = {}) {
  const server = new MockServer({ profile });
  const client = createChatClient({
    url: 'ws://server.test/ws',
    profile,
    WebSocket: server.WebSocket,
    ...options,
  });
  clients.push(client);
  return { server, client: client };
}

/** A recording of some events, as its file has them. */
function recordingOf(...events: RecordedEvent[]): string {
  return [{ chatwire: 'recording', version: 1, startedAt: '2026-01-01T00:00:00.000Z' }, ...events]
    .map((line) => JSON.stringify(line))
    .join('\n');
}

async function record(
  options: Partial<RecorderOptions>,
  talk: (server: MockServer, client: ChatClient) => Promise<void>,
) {
  const { server, client } = pair();
  const recorder = recordTraffic(client, { clock: server.clock, ...options });
  await client.connect();
  await talk(server, client);
  const text = recorder.stop();
  client.send('unrecorded');
  await server.clock.settle();
  expect(recorder.text()).toBe(text);
  return { text, server, client };
}

describe('a recording', () => {
  it('keeps what comes and leaves, with the times, an event a line', async () => {
    const { text } = await record({}, async (server, client) => {
      await server.clock.advance('1s');
      client.send('ask', { text: 'why?' });
      await server.clock.advance('500ms');
      server.send('answer', { text: 'because' });
      await server.clock.settle();
      server.sendFrame(new Uint8Array([0, 127, 255]));
      await server.clock.advance('1s');
      server.close(1000, 'enough');
      await server.clock.settle();
    });
    const [head, ...lines] = text.trim().split('\n');
    expect(JSON.parse(head!)).toEqual({
      chatwire: 'recording',
      version: 1,
      startedAt: expect.stringMatching(/^\d{4}-.+Z$/),
    });
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      { at: 0, event: 'open' },
      { at: 1000, direction: 'out', data: '{"type":"ask","payload":{"text":"why?"}}' },
      { at: 1500, direction: 'in', data: '{"type":"answer","payload":{"text":"because"}}' },
      { at: 1500, direction: 'in', bytes: 'AH//' },
      { at: 2500, event: 'close', code: 1000, reason: 'enough', by: 'server', wasClean: true },
    ]);
    expect(parseRecording(text).events).toHaveLength(5);
  });

  it('says who closed', async () => {
    const { text } = await record({}, async (server, client) => {
      client.disconnect();
      await server.clock.settle();
    });
    expect(parseRecording(text).events.at(-1)).toMatchObject({ event: 'close', by: 'client' });
  });

  it('S3 keeps no secret that a member’s name tells, wherever it stands', async () => {
    const { text } = await record({}, async (server, client) => {
      client.send('auth', { accessToken: 'hush1', deep: [{ 'api-key': 'hush2', user: 'ann' }] });
      client.sendText('{"\\u0074oken":"hush3"}');
      server.sendFrame('{ "type":  "plain" }');
      await server.clock.settle();
    });
    expect(text).not.toMatch(/hush/);
    const frames = parseRecording(text).events.flatMap((event) => ('data' in event ? [event.data] : []));
    expect(frames).toEqual([
      '{"type":"auth","payload":{"accessToken":"[redacted]","deep":[{"api-key":"[redacted]","user":"ann"}]}}',
      '{"token":"[redacted]"}',
      '{ "type":  "plain" }',
    ]);
  });

  it('S3 leaves to a hook what else is secret, and keeps nothing where that throws', async () => {
    const errors = vi.fn();
    const { text } = await record(
      {
        redact: (data, direction) => {
          if (typeof data !== 'string') throw new Error('bytes?');
          if (direction === 'in') return undefined;
          return data.replace(/\d{4}/g, '****');
        },
      },
      async (server, client) => {
        client.on('error', errors);
        client.send('pay', { card: '1234' });
        client.send(new Uint8Array([1]));
        server.send('paid', { card: '1234' });
        await server.clock.settle();
      },
    );
    expect(parseRecording(text).events.slice(1)).toEqual([
      { at: 0, direction: 'out', data: '{"type":"pay","payload":{"card":"****"}}' },
    ]);
    expect(errors).toHaveBeenCalledOnce();
  });

  it('takes names of secrets from the application, also by a pattern that remembers', () => {
    const redact = redactMembers(/^pin$/g);
    for (const _ of [1, 2])
      expect(redact('{"pin":1,"token":2}', 'in')).toBe('{"pin":"[redacted]","token":2}');
    expect(redact('no JSON, pin 7', 'in')).toBe('no JSON, pin 7');
  });

  it('is bounded, and says what it lacks', async () => {
    const { text } = await record({ maxLength: 50 }, async (server, client) => {
      for (let count = 0; count < 5; count++) client.send('note', count);
      await server.clock.advance('1s');
    });
    const { events } = parseRecording(text);
    expect(events.filter((event) => 'data' in event)).toHaveLength(1);
    expect(events.at(-1)).toEqual({ at: 0, event: 'missed', count: 4 });
  });

  it.each([
    ['', 1],
    ['{"type":"ask"}', 1],
    ['{"chatwire":"recording","version":2,"startedAt":""}', 1],
    [`${recordingOf()}\n{"at":1}`, 2],
    [`${recordingOf()}\n\n{"at":1,"direction":"up","data":""}`, 3],
    [`${recordingOf()}\n{"at":1,"direction":"in"}`, 2],
    [`${recordingOf()}\nnot JSON`, 2],
  ])('refuses what is none: %s', (text, line) => {
    expect(() => parseRecording(text)).toThrow(`line ${line}`);
  });
});

describe('a replay', () => {
  const conversation = recordingOf(
    { at: 200, event: 'open' },
    { at: 1200, direction: 'out', data: '{"type":"ask","id":"old-1","payload":"a"}' },
    { at: 1300, direction: 'out', data: '{"type":"ask","id":"old-2","payload":"b"}' },
    { at: 2200, direction: 'in', data: '{"type":"answer","id":"old-2","payload":"B"}' },
    { at: 2300, direction: 'in', data: '{"type":"answer","id":"old-1","payload":"A"}' },
    { at: 3200, direction: 'in', bytes: 'AH//' },
  );

  it('plays the server’s part at its times', async () => {
    const { server, client } = pair();
    const seen: [unknown, number][] = [];
    client.subscribe('answer', ({ payload }) => seen.push([payload, server.clock.now()]));
    client.on('binary', (bytes) => seen.push([new Uint8Array(bytes).join(), server.clock.now()]));
    const replay = server.replay(conversation);
    await server.clock.advance('10s');
    expect(seen).toEqual([]);
    void client.connect();
    await server.clock.advance(replay.duration);
    expect(replay.duration).toBe(3000);
    expect(replay.isFinished).toBe(true);
    expect(seen).toEqual([
      ['B', 12_000],
      ['A', 12_100],
      ['0,127,255', 13_000],
    ]);
  });

  it('answers the questions of now, whatever their ids', async () => {
    const { server, client } = pair();
    await client.connect();
    const replay = server.replay(conversation);
    const answers = Promise.all([client.request('ask', 'a'), client.request('ask', 'b')]);
    await server.clock.advance(replay.duration);
    expect((await answers).map(({ payload }) => payload)).toEqual(['A', 'B']);
  });

  it('waits for the client where it is to keep in step', async () => {
    const { server, client } = pair();
    await client.connect();
    const replay = server.replay(conversation, { inStep: true });
    await server.clock.advance('1h');
    const first = client.request('ask', 'a', { timeout: 3_600_000 });
    await server.clock.advance('1m');
    expect(replay.isFinished).toBe(false);
    const second = client.request('ask', 'b', { timeout: 3_600_000 });
    await server.clock.advance('3s');
    expect([(await first).payload, (await second).payload]).toEqual(['A', 'B']);
    expect(replay.isFinished).toBe(true);
  });

  it('closes and cuts as it was, and waits until the client is back', async () => {
    const { server, client } = pair('base', { reconnect: { initialDelay: 1000, jitter: 0 } });
    await client.connect();
    const texts: unknown[] = [];
    const closes: number[] = [];
    client.subscribe('n', ({ payload }) => texts.push(payload));
    client.on('close', ({ code }) => closes.push(code));
    server.replay(
      recordingOf(
        { at: 0, event: 'open' },
        { at: 10, direction: 'in', data: '{"type":"n","payload":1}' },
        { at: 20, event: 'close', code: 1006, reason: '', by: 'server', wasClean: false },
        { at: 30, event: 'open' },
        { at: 40, direction: 'in', data: '{"type":"n","payload":2}' },
        { at: 50, event: 'close', code: 4001, reason: 'x', by: 'server', wasClean: true },
      ),
    );
    await server.clock.advance('3s');
    expect(texts).toEqual([1, 2]);
    expect(closes).toEqual([1006, 4001]);
  });

  it('leaves pings to the server, and stops when it is told to', async () => {
    const { server, client } = pair();
    await client.connect();
    const heard = vi.fn();
    client.subscribe('*', ({ type }) => heard(type));
    const replay = server.replay(
      recordingOf(
        { at: 0, event: 'open' },
        { at: 1, direction: 'out', data: '{"type":"ping"}' },
        { at: 2, direction: 'in', data: '{"type":"pong"}' },
        { at: 3, direction: 'in', data: '{"type":"news"}' },
        { at: 9, direction: 'in', data: '{"type":"late"}' },
      ),
      { inStep: true },
    );
    await server.clock.advance(5);
    replay.stop();
    await server.clock.advance(50);
    expect(heard.mock.calls).toEqual([['news']]);
  });

  it('gives back what was recorded, to another client', async () => {
    const { text } = await record({}, async (server, client) => {
      server.reply('ask', 'answer', { text: 'because' });
      client.send('ask', { text: 'why?' });
      await server.clock.advance('1s');
      server.send('news', { n: 1 });
      await server.clock.settle();
    });
    const { server, client } = pair();
    const seen: [string, unknown, number][] = [];
    client.subscribe('*', ({ type, payload }) => seen.push([type, payload, server.clock.now()]));
    await client.connect();
    const replay = server.replay(text);
    await server.clock.advanceUntil(() => replay.isFinished);
    await server.clock.settle();
    expect(seen).toEqual([
      ['answer', { text: 'because' }, 0],
      ['news', { n: 1 }, 1000],
    ]);
  });
});
