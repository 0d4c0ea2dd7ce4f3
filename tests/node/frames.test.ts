import { describe, expect, it } from 'vitest';
import type { ChatClientOptions } from 'chatwire';
import { makeLoopbackClient } from '../support/clients.ts';
import { logEvents } from '../support/eventLog.ts';
import { RawServer } from '../support/rawServer.ts';
import { until } from '../support/until.ts';

/** A client that has connected, the server's end of the link, and what the client tells from then on. */
async function link(options: Partial<ChatClientOptions> = {}) {
  const server = await RawServer.start();
  const client = makeLoopbackClient(server.url, options);
  await client.connect();
  await until(() => server.connections.length === 1, 'the connection');
  const lines = logEvents(client);
  /** Sends a frame, and waits until all that it causes has been told. */
  const deliver = async (frame: string | Buffer): Promise<string[]> => {
    lines.length = 0;
    server.last.socket.send(frame);
    server.last.socket.send('{"type":"end"}');
    await until(() => lines.includes('message end'), 'the end');
    return lines.slice(0, -1);
  };
  return { server, client, lines, deliver };
}

describe('a bad frame', () => {
  it.each([
    ...['garbage', '{"type":"a"', '{"type":"a"}}', "{'type':'a'}", '{"type":"a",}', '{"type":a}', '\uFEFF{}'],
    ...[
      '',
      ' ',
      'null',
      '42',
      '-1.5e3',
      '"text"',
      '[]',
      '[{"type":"a"}]',
      'true',
      '{"a":"\u0001"}',
      '{"\uD83D":1}x',
    ],
  ])('W35 B18 B19 %j is told as invalid, and the link stays', async (frame) => {
    const { server, client, deliver } = await link();
    expect(await deliver(frame)).toEqual([`invalid ${Buffer.from(frame).toString()}`]);
    expect(client.state).toBe('connected');
    expect(server.connections).toHaveLength(1);
    expect(client.history().map(({ type }) => type)).toEqual(['end']);
  });

  it('B22 an object with __proto__ pollutes nothing', async () => {
    const { client, deliver } = await link();
    const seen: unknown[] = [];
    client.subscribe('a', ({ raw, payload }) => seen.push(raw, payload));
    await deliver(
      '{"__proto__":{"bad":1},"type":"a","payload":{"__proto__":{"bad":1},"constructor":{"prototype":{"bad":1}}}}',
    );
    expect(seen).toHaveLength(2);
    expect('bad' in {}).toBe(false);
    expect((seen[1] as { bad?: number }).bad).toBeUndefined();
  });
});

describe('an odd frame', () => {
  it('B20 in binary is an event of its own', async () => {
    const { client, deliver } = await link();
    const seen: ArrayBuffer[] = [];
    client.on('binary', (bytes) => seen.push(bytes));
    await deliver(Buffer.from([0, 1, 255]));
    await deliver(Buffer.alloc(0));
    expect(seen).toEqual([new Uint8Array([0, 1, 255]).buffer, new ArrayBuffer(0)]);
    expect(client.history().map(({ type }) => type)).toEqual(['end', 'end']);
  });

  it.each([
    ['without a type', '{}', ''],
    ['with a type that is no text', '{"type":5}', ''],
    ['with spaces around all', ' { "type" : "a" } \r\n', 'a'],
    ['with an escaped type', '{"type":"\\u0061\\n\\"\\ud83d\\ude00"}', 'a\n"😀'],
    ['with an escaped key', '{"\\u0074ype":"a"}', 'a'],
    ['with a nested type before its own', '{"payload":{"type":"b"},"type":"a"}', 'a'],
    ['with two types: the last one counts, as for JSON.parse', '{"type":"b","type":"a"}', 'a'],
    ['with a type behind 100 KB of payload', `{"payload":"${'é'.repeat(50_000)}","type":"a"}`, 'a'],
    ['with brackets in its texts', '{"payload":"}]\\"{","type":"a"}', 'a'],
    ['that is deep', `{"payload":${'['.repeat(200)}${']'.repeat(200)},"type":"a"}`, 'a'],
  ])('%s is a message', async (_what, frame, type) => {
    const { client, deliver } = await link();
    const seen: string[] = [];
    client.subscribe('a', () => seen.push('a'));
    expect(await deliver(frame)).toEqual([`message ${type}`]);
    expect(seen).toEqual(type === 'a' ? ['a'] : []);
  });

  it('is parsed for those only who asked for its type', async () => {
    const server = await RawServer.start();
    const client = makeLoopbackClient(server.url);
    const seen: unknown[] = [];
    client.subscribe('b', ({ payload }) => seen.push(payload));
    await client.connect();
    await until(() => server.connections.length === 1, 'the connection');
    for (const type of ['a', 'b', 'ab', 'B'])
      server.last.socket.send(JSON.stringify({ type, payload: type }));
    await until(() => client.stats().received === 4, 'all');
    expect(seen).toEqual(['b']);
    expect(client.stats().unwanted).toBe(3);
  });
});

describe('F45 B05 a frame over maxMessageBytes', () => {
  const limit = 4096;

  it.each(['x', 'é', '€', '😀'])(
    'counts bytes of %s: the limit passes, one more does not',
    async (character) => {
      const { server, client, lines } = await link({
        maxMessageBytes: limit,
        reconnect: { initialDelay: 5, jitter: 0 },
      });
      const frameOf = (size: number) => {
        const room = size - Buffer.byteLength('{"type":"a","payload":""}');
        const width = Buffer.byteLength(character);
        const payload = character.repeat(Math.floor(room / width)) + 'x'.repeat(room % width);
        return JSON.stringify({ type: 'a', payload });
      };
      expect(Buffer.byteLength(frameOf(limit))).toBe(limit);
      server.last.socket.send(frameOf(limit));
      await until(() => lines.includes('message a'), 'the message');
      lines.length = 0;
      server.last.socket.send(frameOf(limit + 1));
      server.last.socket.send('{"type":"behind"}');
      await until(() => server.connections.length === 2 && client.state === 'connected', 'the next link');
      expect(server.connections[0]!.closed).toEqual({ code: 4009, reason: '' });
      expect(lines).toEqual([
        ...['error MESSAGE_TOO_BIG', 'close 1006 MESSAGE_TOO_BIG', 'state reconnecting', 'retry 1'],
        ...['state connecting', 'state connected', 'open'],
      ]);
    },
  );

  it('counts the bytes of a binary frame', async () => {
    const { server, client, lines, deliver } = await link({
      maxMessageBytes: limit,
      reconnect: { initialDelay: 5 },
    });
    expect(await deliver(Buffer.alloc(limit))).toEqual([`binary ${limit}`]);
    server.last.socket.send(Buffer.alloc(limit + 1));
    await until(() => server.connections.length === 2 && client.state === 'connected', 'the next link');
    expect(lines).toContain('error MESSAGE_TOO_BIG');
    expect(server.connections[0]!.closed?.code).toBe(4009);
  });
});
