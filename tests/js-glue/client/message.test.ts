import { describe, expect, it, vi } from 'vitest';
import { parseFrame, Reading } from '../../../js-glue/client/reading.ts';
import { keys, messageOf } from '../../support/messages.ts';

/** A reading, and what it found invalid. */
function listen() {
  const onInvalid = vi.fn();
  return { reading: new Reading(keys, onInvalid), onInvalid };
}

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
    const reading = new Reading({ typeKey: 'event', payloadKey: 'body', idKey: 'ref' }, () => {});
    const message = messageOf(raw, { reading, sequence: 7, receivedAt: 8 });
    expect(message).toMatchObject({ type: 'a', payload: { x: 1 }, id: 'r', sequence: 7, receivedAt: 8 });
    expect(message.data).toBe(message.payload);
    expect(message.raw).toEqual(raw);
  });

  it.each([undefined, null, 5, { a: 1 }])('has an empty type where the frame says %j', (type) => {
    expect(messageOf({ type }).type).toBe('');
  });

  it('gives id and timestamp where they are of a usable kind', () => {
    expect(messageOf({ id: 'm1', timestamp: 5 })).toMatchObject({ id: 'm1', timestamp: 5 });
    expect(messageOf({ timestamp: '2024' }).timestamp).toBe('2024');
    expect(messageOf({ id: null, timestamp: {} })).toMatchObject({ id: undefined, timestamp: undefined });
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
    expect(messageOf({ id }).id).toBe(text);
  });

  it('S4.9 has no payload where the frame has none', () => {
    expect(messageOf({ type: 'ping' }, { type: 'ping' }).payload).toBeUndefined();
  });

  it('is not parsed for its type, and once for all else', () => {
    const parse = vi.spyOn(JSON, 'parse');
    const message = messageOf('{"type":"a","payload":{"x":1}}', { type: 'a' });
    expect(message.type).toBe('a');
    expect(parse).not.toHaveBeenCalled();
    expect(message.payload).toBe(message.payload);
    expect(message.raw).toEqual({ type: 'a', payload: { x: 1 } });
    expect(message.raw['payload']).toBe(message.data);
    expect(message.isValid).toBe(true);
    expect(parse).toHaveBeenCalledOnce();
    parse.mockRestore();
  });

  it.each(['{"type":"a","payload":{"x":', '{"type":"a","payload":1}}', '{"type":"a","payload":1} x'])(
    'is invalid where %j is no JSON behind its beginning, and says so once',
    (text) => {
      const { reading, onInvalid } = listen();
      const message = messageOf(text, { reading, type: 'a' });
      expect(onInvalid).not.toHaveBeenCalled();
      expect(message.payload).toBeUndefined();
      expect(message).toMatchObject({ isValid: false, type: 'a', raw: {}, id: undefined });
      expect(onInvalid).toHaveBeenCalledExactlyOnceWith(text, { path: '', reason: 'is no JSON object' });
    },
  );

  it('B06 is invalid where it names another type behind the one that it was routed by', () => {
    const { reading, onInvalid } = listen();
    const text = '{"type":"a","payload":{"secret":1},"type":"b"}';
    const message = messageOf(text, { reading, type: 'a' });
    expect(message.payload).toBeUndefined();
    expect(message.isValid).toBe(false);
    expect(onInvalid).toHaveBeenCalledExactlyOnceWith(text, { path: '', reason: 'names two types' });
    expect(messageOf(text)).toMatchObject({ type: 'b', isValid: true });
  });

  it('gives all its fields as plain data', () => {
    const message = messageOf(
      { type: 'a', payload: 1, id: 5, timestamp: 't' },
      { sequence: 2, receivedAt: 3 },
    );
    const raw = { type: 'a', payload: 1, id: 5, timestamp: 't' };
    expect(message.toJSON()).toEqual({ ...raw, id: '5', sequence: 2, receivedAt: 3, raw });
    expect(JSON.parse(JSON.stringify(message))).toEqual(message.toJSON());
  });
});

describe('reading pairs', () => {
  const values = ['1', '{}', '{"a":[1,"}"]}', '"x"', 'null', '[1,{"type":"b"}]', ' {"a":1} ', '"\\u0041"'];
  const type = 'chat "quoted" \\ \u00e9';
  const name = JSON.stringify(type);

  it.each(values)('the payload of a pair is what JSON.parse finds there: %s', (value) => {
    for (const text of [`{"type":${name},"payload":${value}}`, `{"type": ${name}, "payload": ${value}}`]) {
      const message = messageOf(text, { type });
      const { payload } = JSON.parse(text) as { payload: unknown };
      expect(message.payload).toEqual(payload);
      expect(message.raw).toEqual({ type, payload });
      expect(Object.keys(message.raw)).toEqual(['type', 'payload']);
    }
  });

  it.each([
    '{"type":"a","payload":{"x":1},"timestamp":"t"}',
    '{"type":"a","payload":1,"payload":2}',
    '{"type":"a","payload":"}","id":"}"}',
    '{"type":"a","payload":{"x":1}}\n',
    '{"type":"a","payload":[]  }',
    '{ "type":"a","payload":[]}',
    '{"payload":[],"type":"a"}',
    '{"type":"a"}',
  ])('a text of another shape is read as well, before and after a pair: %j', (text) => {
    const { reading, onInvalid } = listen();
    const pair = '{"type":"a","payload":{"n":1}}';
    for (const each of [text, pair, text, pair, text]) {
      expect(messageOf(each, { reading, type: 'a' }).raw).toEqual(JSON.parse(each));
    }
    expect(onInvalid).not.toHaveBeenCalled();
  });

  it('stops trying with a type whose frames go on behind the payload', () => {
    const { reading } = listen();
    const text = '{"type":"a","payload":{"x":1},"id":"m"}';
    expect(messageOf(text, { reading, type: 'a' }).isValid).toBe(true);
    const parse = vi.spyOn(JSON, 'parse');
    expect(messageOf(text, { reading, type: 'a' }).id).toBe('m');
    expect(parse).toHaveBeenCalledOnce();
    parse.mockRestore();
  });

  it('knows a bounded number of types', () => {
    const { reading, onInvalid } = listen();
    for (let index = 0; index < 1000; index++) {
      const type = `type ${index}`;
      expect(messageOf({ type, payload: index }, { reading, type }).payload).toBe(index);
    }
    expect(onInvalid).not.toHaveBeenCalled();
  });

  it('B22 a type or key called __proto__ is data like any other', () => {
    const reading = new Reading({ ...keys, payloadKey: '__proto__' }, () => {});
    const message = messageOf('{"type":"__proto__","__proto__":{"isAdmin":true}}', {
      reading,
      type: '__proto__',
    });
    expect(message.payload).toEqual({ isAdmin: true });
    expect(Object.keys(message.raw)).toEqual(['type', '__proto__']);
    expect('isAdmin' in message.raw).toBe(false);
  });
});
