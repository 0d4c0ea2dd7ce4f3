import { describe, expect, it } from 'vitest';
import { Message, parseFrame } from '../../../js-glue/client/message.ts';

const keys = { typeKey: 'type', payloadKey: 'payload', idKey: 'id' };

describe('parseFrame', () => {
  it.each(['null', '42', '-0.5', '"hi"', '[]', '[{"type":"a"}]', 'true', 'false'])(
    'W35 refuses %s',
    (text) => {
      expect(parseFrame(text)).toBeUndefined();
    },
  );

  it.each(['', ' ', '{', '{"a":1', '{}x', 'undefined', "{'a':1}", '{"a":1,}', '\uFEFF{}', '{"a":"\u0000"}'])(
    'refuses %j',
    (text) => {
      expect(parseFrame(text)).toBeUndefined();
    },
  );

  it.each(['{}', ' {"a":1} ', '{"a":[null]}', '\r\n\t{}'])('takes %j', (text) => {
    expect(parseFrame(text)).toEqual(JSON.parse(text));
  });

  it('B22 keeps __proto__ as data of the frame, and touches no prototype', () => {
    const frame = parseFrame(
      '{"type":"a","__proto__":{"isAdmin":true},"payload":{"__proto__":{"isAdmin":true}}}',
    )!;
    expect(Object.keys(frame)).toContain('__proto__');
    expect('isAdmin' in frame).toBe(false);
    expect('isAdmin' in (frame['payload'] as object)).toBe(false);
    expect('isAdmin' in {}).toBe(false);
  });
});

describe('Message', () => {
  it('reads type and payload by the keys of the profile', () => {
    const raw = { event: 'a', body: { x: 1 }, ref: 'r', id: 'no' };
    const message = new Message(raw, { typeKey: 'event', payloadKey: 'body', idKey: 'ref' }, 7, 8);
    expect(message).toMatchObject({ type: 'a', payload: { x: 1 }, id: 'r', sequence: 7, receivedAt: 8 });
    expect(message.data).toBe(message.payload);
    expect(message.raw).toBe(raw);
  });

  it.each([undefined, null, 5, { a: 1 }])('has an empty type where the frame says %j', (type) => {
    expect(new Message({ type }, keys, 0, 0).type).toBe('');
  });

  it('gives id and timestamp where they are of a usable kind', () => {
    const message = (raw: Record<string, unknown>) => new Message(raw, keys, 0, 0);
    expect(message({ id: 'm1', timestamp: 5 })).toMatchObject({ id: 'm1', timestamp: 5 });
    expect(message({ timestamp: '2024' }).timestamp).toBe('2024');
    expect(message({ id: null, timestamp: {} })).toMatchObject({ id: undefined, timestamp: undefined });
  });

  it.each([
    [5, '5'],
    [-1, '-1'],
    [2 ** 53 - 1, '9007199254740991'],
    [2 ** 53, undefined],
    [1.5, undefined],
    [{}, undefined],
    [true, undefined],
  ])('B07 B24 takes the id %j for %j', (id, text) => {
    expect(new Message({ id }, keys, 0, 0).id).toBe(text);
  });

  it('S4.9 has no payload where the frame has none', () => {
    expect(new Message({ type: 'ping' }, keys, 0, 0).payload).toBeUndefined();
  });
});
