import { describe, expect, it } from 'vitest';
import { jsonSchema, type JsonSchema } from '../../../js-glue/validation/jsonSchema.ts';

/** `ok`, or where the value is wrong. */
function judge(schema: JsonSchema | boolean, value: unknown): string {
  const result = jsonSchema(schema)['~standard'].validate(value);
  if ('then' in result) throw new Error('asynchronous');
  return result.issues ? `/${result.issues[0]!.path!.map(String).join('/')}` : 'ok';
}

type Row = [schema: JsonSchema | boolean, right: unknown[], wrong: unknown[]];

/** What RFC drafts of JSON Schema 2020-12 say of each keyword. */
const rows: Row[] = [
  [true, [1, null, {}], []],
  [false, [], [1, null, {}]],
  [{}, [1, null, {}], []],
  [{ type: 'string' }, ['', 'a'], [1, null, [], {}, true]],
  [{ type: 'number' }, [0, 1.5, -1e300], ['1', null, false]],
  [{ type: 'integer' }, [0, -3, 1e20, 1.0], [1.5, Infinity, '1']],
  [{ type: 'boolean' }, [true, false], [0, 'true', null]],
  [{ type: 'null' }, [null], [0, '', false, {}]],
  [{ type: 'object' }, [{}, { a: 1 }], [[], null, 'a']],
  [{ type: 'array' }, [[], [1]], [{}, null, 'a']],
  [{ type: ['string', 'null'] }, ['a', null], [1, {}]],
  [
    { enum: ['a', 1, null, { x: [1] }] },
    ['a', 1, null, { x: [1] }],
    ['b', 2, { x: [2] }, { x: [1], y: 1 }, [1], true],
  ],
  [{ const: 5 }, [5], ['5', 6, null]],
  [{ const: { a: [] } }, [{ a: [] }], [{ a: {} }, {}, { a: [1] }, null]],
  [{ minimum: 2 }, [2, 3, 'a', null], [1.99]],
  [{ maximum: 2 }, [2, -3, 'a'], [2.01]],
  [{ exclusiveMinimum: 2 }, [2.01], [2]],
  [{ exclusiveMaximum: 2 }, [1.99], [2]],
  [{ minLength: 2 }, ['ab', '\u{1F600}a', 1], ['a', '\u{1F600}']],
  [{ maxLength: 1 }, ['', 'a', '\u{1F600}', [1, 2]], ['ab', '\u{1F600}\u{1F600}']],
  [{ items: { type: 'number' } }, [[], [1, 2], 'a', {}], [['a'], [1, 'a']]],
  [{ minItems: 1, maxItems: 2 }, [[1], [1, 2], 'a'], [[], [1, 2, 3]]],
  [{ properties: { a: { type: 'number' } } }, [{}, { a: 1 }, { b: 'x' }, 5, []], [{ a: 'x' }, { a: null }]],
  [{ properties: { a: false } }, [{}, { b: 1 }], [{ a: 1 }]],
  [{ required: ['a', 'toString'] }, [{ a: 1, toString: 2 }, 'x', []], [{ a: 1 }, {}, { toString: 1 }]],
  [{ required: [] }, [{}, 1], []],
  [
    {
      required: ['d', 'a', 'a'],
      properties: { a: { type: 'number' }, b: { type: 'string' }, c: { type: 'boolean' } },
      additionalProperties: { type: 'null' },
    },
    [
      { a: 1, b: '', c: true, d: null },
      { d: null, c: true, b: '', a: 1 },
      { a: 1, c: false, x: null, d: null, y: null },
      { b: undefined, a: 1, d: null },
    ],
    [
      { a: 1, b: '', c: true },
      { b: '', c: true, d: null },
      { d: null, a: 1, x: 1 },
      { d: null, x: null, a: '' },
      { a: undefined, d: null },
      { c: 1, d: null, a: 1 },
    ],
  ],
  [{ properties: { a: {} }, additionalProperties: false }, [{}, { a: 1 }, 5], [{ b: 1 }, { a: 1, b: 2 }]],
  [{ additionalProperties: { type: 'number' } }, [{}, { a: 1 }], [{ a: 'x' }]],
  [{ anyOf: [{ type: 'string' }, { minimum: 5 }] }, ['a', 5, null], [4]],
  [
    {
      properties: { constructor: { type: 'number' }, toString: { type: 'number' } } as Record<
        string,
        JsonSchema
      >,
    },
    [{}, { toString: 1 }],
    [{ toString: 'x' }],
  ],
];

describe('jsonSchema', () => {
  it.each(rows)('takes and refuses as the standard has it: %j', (schema, right, wrong) => {
    for (const value of right) expect(judge(schema, value), JSON.stringify(value)).toBe('ok');
    for (const value of wrong) expect(judge(schema, value), JSON.stringify(value)).not.toBe('ok');
  });

  it('says where, and why', () => {
    const schema = {
      type: 'object',
      required: ['steps'],
      properties: {
        steps: { type: 'array', items: { properties: { id: { type: 'integer', minimum: 1 } } } },
      },
    } as const;
    expect(judge(schema, { steps: [{ id: 1 }, { id: 0 }] })).toBe('/steps/1/id');
    expect(judge(schema, {})).toBe('/steps');
    expect(judge(schema, [])).toBe('/');
    expect(jsonSchema(schema)['~standard'].validate({ steps: [{ id: 0 }] })).toEqual({
      issues: [{ message: 'must be at least 1', path: ['steps', 0, 'id'] }],
    });
  });

  it('takes annotations, which check nothing', () => {
    const schema = {
      title: 't',
      description: 'd',
      default: 1,
      examples: [],
      $id: 'i',
      $schema: 's',
      format: 'email',
    };
    expect(judge(schema, 'no email')).toBe('ok');
  });

  it.each([
    [{ typ: 'string' }, '/typ'],
    [{ properties: { a: { pattern: 'x' } } }, '/properties/a/pattern'],
    [{ anyOf: [{ $ref: '#' }] }, '/anyOf/0/$ref'],
    [
      { type: 'text' },
      '/type must be one of string, number, integer, boolean, null, object, array, not "text"',
    ],
    [{ type: 'toString' }, '/type'],
    [{ minimum: '1' }, '/minimum must be a number, not "1"'],
    [{ required: 'a' }, '/required must be a list of texts'],
    [{ required: [1] }, '/required must be a list of texts'],
    [{ enum: [] }, '/enum must be a list that is not empty'],
    [{ properties: [] }, '/properties must be an object'],
    [{ items: 5 }, '/items must be a schema'],
    [null, 'the JSON Schema must be a schema'],
  ])('B32 refuses a schema that it would not check: %j', (schema, message) => {
    expect(() => jsonSchema(schema as unknown as JsonSchema)).toThrow(TypeError);
    expect(() => jsonSchema(schema as unknown as JsonSchema)).toThrow(message);
  });

  it('B22 does not take for data what every object inherits', () => {
    expect(judge({ required: ['constructor'] }, {})).toBe('/constructor');
    expect(judge({ additionalProperties: false, properties: {} }, JSON.parse('{"__proto__":1}'))).toBe(
      '/__proto__',
    );
    const schema = JSON.parse('{"properties":{"__proto__":{"type":"number"}}}') as JsonSchema;
    expect(judge(schema, JSON.parse('{"__proto__":"x"}'))).toBe('/__proto__');
    expect(judge(schema, {})).toBe('ok');
    const child = Object.create({ a: 'inherited' }) as object;
    expect(judge({ properties: {}, additionalProperties: false }, child)).toBe('ok');
  });
});
