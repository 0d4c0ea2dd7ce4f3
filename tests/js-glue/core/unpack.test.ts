import { describe, expect, it } from 'vitest';
import { unpack } from '../../../js-glue/core/unpack.ts';
import { accepted } from '../../support/jsonCases.ts';

describe('unpack: a JSON array', () => {
  it('C33 gives the texts of its elements', () => {
    expect(unpack('[{"type":"a"},{"type":"b","payload":[1,{"x":[]}]}]', 'array')).toEqual([
      '{"type":"a"}',
      '{"type":"b","payload":[1,{"x":[]}]}',
    ]);
    expect(unpack(' \n[ {"a":1} , {"b":2} ]\r\n', 'array')).toEqual([' {"a":1} ', ' {"b":2} ']);
    expect(unpack('[{"type":"alone"}]', 'array')).toEqual(['{"type":"alone"}']);
  });

  it.each(['"', '],[', '\\', '\\"', '\\\\', '}{', '\u2028"]', '\\",{\\'])(
    'is not cut inside of a text: %s',
    (text) => {
      const messages = [{ type: text }, { [text]: [text, { text }] }, { type: 'a' }];
      const found = unpack(JSON.stringify(messages), 'array');
      expect(found?.map((each) => JSON.parse(each) as unknown)).toEqual(messages);
    },
  );

  it('B01 cuts between any values as JSON.parse does', () => {
    for (const value of accepted) {
      const found = unpack(`[${value},{"payload":${value}},${value}]`, 'array');
      expect(found?.map((each) => JSON.parse(each) as unknown)).toEqual([
        JSON.parse(value),
        { payload: JSON.parse(value) as unknown },
        JSON.parse(value),
      ]);
    }
  });

  it.each([
    '',
    '{}',
    '{"a":[1]}',
    '[]',
    '[ \n]',
    '[',
    ']',
    '[{]',
    '[}]',
    '[[1]',
    '["]',
    '["\\"]',
    '[1]]',
    '[1] x',
  ])('is none, and judged as a whole: %j', (text) => {
    expect(unpack(text, 'array')).toBeUndefined();
  });

  it('B27 of 10,000 elements, or of one long text, takes no time to speak of', () => {
    const count = 10_000;
    const found = unpack(`[${Array(count).fill('{"type":"a"}').join()}]`, 'array');
    expect(found).toHaveLength(count);
    expect(unpack(`["${'\\\\'.repeat(200_000)}"]`, 'array')).toHaveLength(1);
    expect(unpack(`[${'"'.repeat(200_001)}]`, 'array')).toBeUndefined();
  });
});

describe('unpack: lines', () => {
  it('C33 gives each line that is not blank', () => {
    expect(unpack('{"type":"a"}\n{"type":"b"}\n', 'lines')).toEqual(['{"type":"a"}', '{"type":"b"}']);
    expect(unpack('{"type":"a"}\r\n\r\n \t\n{"type":"b"}', 'lines')).toEqual([
      '{"type":"a"}\r',
      '{"type":"b"}',
    ]);
  });

  it.each(['{"type":"a"}', '', '\n', ' \r\n \n', '[{"type":"a"},{"type":"b"}]'])(
    'a frame of one line, or of none, is judged as a whole: %j',
    (text) => {
      expect(unpack(text, 'lines')).toBeUndefined();
    },
  );
});
