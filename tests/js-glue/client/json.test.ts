import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ChatClient } from 'chatwire';
import { loadCore } from '../../../js-glue/core/load.ts';
import { connectFakeClient } from '../../support/clients.ts';
import type { FakeWebSocket } from '../../support/fakeWebSocket.ts';
import { accepted, open, rejected } from '../../support/jsonCases.ts';

/** Longer than what the core looks at first. */
const long = 'x'.repeat(2000);

/** Ways to carry a value in a message: alone, and before and behind so much that the core sees only a part. */
const frames: [string, (value: string) => string][] = [
  ['as the payload', (value) => `{"type":"a","payload":${value}}`],
  ['before the type', (value) => `{"payload":${value},"type":"a"}`],
  ['in a long message', (value) => `{"type":"a","text":"${long}","payload":${value}}`],
  ['in a long message, before its type', (value) => `{"payload":${value},"text":"${long}","type":"a"}`],
];

let client: ChatClient;
let socket: FakeWebSocket;
/** What the client has told since: the raw of a message, or the text of what is none. */
let told: unknown[] = [];

const receive = (data: string): unknown[] => {
  told = [];
  socket.onmessage?.({ data });
  return told;
};

beforeAll(loadCore);

beforeEach(async () => {
  const connected = await connectFakeClient({ history: false });
  client = connected.client;
  socket = connected.network.last;
  client.subscribe('*', ({ isValid, raw }) => isValid && told.push(raw));
  client.on('invalid', ({ text }) => told.push(text));
  client.on('error', (error) => told.push(error));
});

describe.each(frames)('JSON %s', (_where, frame) => {
  it('B01 is delivered where RFC 8259 has it', () => {
    for (const value of accepted) {
      expect(receive(frame(value))).toEqual([JSON.parse(frame(value))]);
    }
    expect(client.stats()).toMatchObject({ received: accepted.length, invalid: 0 });
  });

  it('B01 B03 B07 B08 B13 is delivered as JSON.parse has it where RFC 8259 leaves that open', () => {
    for (const value of open) expect(receive(frame(value))).toEqual([JSON.parse(frame(value))]);
  });

  it('B01 B02 B09 is invalid where it is none, and the link stays', () => {
    for (const value of rejected) {
      expect(receive(frame(value)), value).toEqual([frame(value)]);
      expect(() => JSON.parse(frame(value)) as unknown).toThrow(SyntaxError);
    }
    expect(client.state).toBe('connected');
  });
});

/** Types named by a subscription take the shorter ways: seen by their first characters, read as a pair. */
describe.each(frames)('JSON %s, of a type that is subscribed to', (_where, frame) => {
  it('B01 B06 B13 is read as JSON.parse has it, and what it refuses is empty', async () => {
    const { client: named, network } = await connectFakeClient({ history: false });
    const values = [...accepted, ...rejected, ...open, ...accepted];
    const seen: unknown[] = [];
    named.subscribe('a', ({ isValid, payload }) => seen.push(isValid ? payload : 'invalid'));
    for (const value of values) network.last.onmessage?.({ data: frame(value) });
    const expected = values.map((value) => {
      try {
        return (JSON.parse(frame(value)) as { payload: unknown }).payload;
      } catch {
        return 'invalid';
      }
    });
    // What the core itself found to be no object never got as far as a handler.
    const { invalid } = named.stats();
    expect(seen.filter((each) => each !== 'invalid')).toEqual(expected.filter((each) => each !== 'invalid'));
    expect(seen.length + invalid).toBe(values.length);
    named.destroy();
  });
});

describe('a frame', () => {
  it('B01 B02 B18 W35 that is no JSON object is invalid, whatever its beginning looks like', () => {
    const texts = [...accepted, ...open, ...rejected].filter((text) => !/^\s*\{.*\}\s*$/s.test(text));
    expect(texts.length).toBeGreaterThan(150);
    for (const text of texts) expect(receive(text), text).toEqual([text]);
  });

  it('B02 with more behind a NUL is invalid, as a whole', () => {
    for (const text of ['{"a":1}\0{"evil":2}', '{"type":"a"}\0', '{"type":"a"}\0x', '\0{"type":"a"}']) {
      expect(receive(text)).toEqual([text]);
    }
  });

  it('B07 B08 B11 gives handlers the numbers that JSON.parse reads', () => {
    receive('{"type":"a","payload":[-0,1.0,0.30000000000000004,1e999,-1e9999,9007199254740993]}');
    const { payload } = told[0] as { payload: number[] };
    expect(payload).toEqual([-0, 1, 0.1 + 0.2, Infinity, -Infinity, 9007199254740992]);
    expect(Object.is(payload[0], -0)).toBe(true);
  });

  it('B25 of a type or version that nobody knows is counted, and not even parsed', async () => {
    const { client: deaf, network } = await connectFakeClient({ history: false });
    deaf.subscribe('known', () => {});
    const parse = vi.spyOn(JSON, 'parse');
    await network.last.message('{"type":"from_the_future","v":99,"payload":{"new":true}}');
    await network.last.message('{"v":99}');
    expect(parse).not.toHaveBeenCalled();
    parse.mockRestore();
    expect(deaf.stats()).toMatchObject({ received: 2, unwanted: 2, invalid: 0 });
    expect(deaf.state).toBe('connected');
  });

  it.each([
    ['objects', '{"":0}'],
    ['texts', '""'],
    ['lists', '[]'],
  ])('B04 S6 of 1 MiB of tiny %s is delivered, and the core stays within 16 MiB', async (_what, tiny) => {
    const head = '{"payload":[';
    const count = Math.floor((2 ** 20 - head.length - '],"type":"a"}'.length) / (tiny.length + 1));
    const text = `${head}${Array(count).fill(tiny).join()}],"type":"a"}`;
    receive(text);
    expect((told[0] as { payload: unknown[] }).payload).toHaveLength(count);
    const { module } = await loadCore();
    expect((module.HEAPU8 as Uint8Array).length).toBeLessThanOrEqual(16 * 2 ** 20);
  });

  it('B03 W82 S6 of 1 MiB of brackets is told as what JSON.parse says, and the link stays', () => {
    const depth = 500_000;
    for (const text of [
      `{"type":"a","payload":${'['.repeat(depth)}${']'.repeat(depth)}}`,
      `${'{"a":'.repeat(150_000)}1${'}'.repeat(150_000)}`,
      '['.repeat(depth),
      `{"type":"a","payload":${'['.repeat(depth)}`,
    ]) {
      receive(text);
      let isJson = true;
      try {
        JSON.parse(text);
      } catch {
        isJson = false;
      }
      expect(told).toHaveLength(1);
      expect(typeof told[0]).toBe(isJson ? 'object' : 'string');
    }
    expect(client.state).toBe('connected');
  });
});
