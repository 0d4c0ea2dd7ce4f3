import type { SchemaResult, StandardSchema } from './standardSchema.ts';

type JsonType = 'string' | 'number' | 'integer' | 'boolean' | 'null' | 'object' | 'array';

/**
 * The part of JSON Schema (2020-12) that `jsonSchema()` knows. Annotations (`title`, `description`, `default`, `examples`,
 * `$id`, `$schema`, `$comment`, `format`) are allowed and check nothing, as the standard has it.
 */
export interface JsonSchema {
  readonly type?: JsonType | readonly JsonType[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  /** Of a text, in characters (code points). */
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly items?: JsonSchema | boolean;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, JsonSchema | boolean>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly anyOf?: readonly (JsonSchema | boolean)[];
  readonly [annotation: string]: unknown;
}

interface Issue {
  message: string;
  /** From the inside out: whoever passes it on adds its own key. */
  path: (string | number)[];
}

/** What is wrong with a value; nothing where it is right. */
type Check = (value: unknown) => Issue | undefined;

type Properties = Readonly<Record<string, unknown>>;

/**
 * A validator for `schemas` of the client, made of a JSON Schema. It is compiled to closures, not to source text: no content
 * security policy stands against it.
 *
 * @throws TypeError that names the keyword which it does not know, or whose value is wrong: a rule that is not checked must
 * not look as if it were.
 */
export function jsonSchema<Output = unknown>(schema: JsonSchema | boolean): StandardSchema<Output> {
  const check = compile(schema, '');
  const validate = (value: unknown): SchemaResult<Output> => {
    const issue = check(value);
    return issue
      ? { issues: [{ message: issue.message, path: issue.path.reverse() }] }
      : { value: value as Output };
  };
  return { '~standard': { version: 1, vendor: 'chatwire', validate } };
}

const ANNOTATIONS = ['title', 'description', 'default', 'examples', '$id', '$schema', '$comment', 'format'];

function compile(schema: unknown, where: string): Check {
  if (schema === true) return () => undefined;
  if (schema === false) return () => ({ message: 'must not be there', path: [] });
  if (!isObject(schema)) throw wrong(where, schema, 'a schema: an object, true or false');
  const checks: Check[] = [];
  for (const [keyword, value] of Object.entries(schema)) {
    if (value === undefined || ANNOTATIONS.includes(keyword)) continue;
    const make = Object.hasOwn(keywords, keyword) ? keywords[keyword] : undefined;
    if (!make) throw new TypeError(`chatwire: the JSON Schema keyword ${where}/${keyword} is not known`);
    const check = make(value, `${where}/${keyword}`, schema);
    if (check) checks.push(check);
  }
  return all(checks);
}

function all(checks: readonly Check[]): Check {
  const [first, second] = checks;
  if (!first) return () => undefined;
  if (!second) return first;
  return (value) => {
    for (const check of checks) {
      const issue = check(value);
      if (issue) return issue;
    }
    return undefined;
  };
}

type Maker = (value: unknown, where: string, schema: Properties) => Check | undefined;

/** Each keyword checks values of its own kind, and takes no offence at others: `type` is what forbids those. */
const keywords: Readonly<Record<string, Maker>> = {
  type: typeCheck,
  enum: (value, where) => enumCheck(list(value, where)),
  const: (value) => enumCheck([value]),
  minimum: (limit, where) => numberCheck(limit, where, 'at least', (value, least) => value >= least),
  maximum: (limit, where) => numberCheck(limit, where, 'at most', (value, most) => value <= most),
  exclusiveMinimum: (limit, where) => numberCheck(limit, where, 'more than', (value, bound) => value > bound),
  exclusiveMaximum: (limit, where) => numberCheck(limit, where, 'less than', (value, bound) => value < bound),
  minLength: (limit, where) =>
    // Characters are at most as many as UTF-16 units, and at least half as many: most texts need no counting.
    textCheck(
      limit,
      where,
      'at least',
      (text, least) => text.length >= 2 * least || characters(text) >= least,
    ),
  maxLength: (limit, where) =>
    textCheck(limit, where, 'at most', (text, most) => text.length <= most || characters(text) <= most),
  minItems: (limit, where) => listCheck(limit, where, 'at least', (length, least) => length >= least),
  maxItems: (limit, where) => listCheck(limit, where, 'at most', (length, most) => length <= most),
  items: itemsCheck,
  properties: propertiesCheck,
  required: requiredCheck,
  additionalProperties: additionalCheck,
  anyOf: anyOfCheck,
};

const types: Readonly<Record<JsonType, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: Number.isInteger,
  boolean: (value) => typeof value === 'boolean',
  null: (value) => value === null,
  object: isObject,
  array: Array.isArray,
};

function typeCheck(value: unknown, where: string): Check {
  const names = (Array.isArray(value) ? value : [value]) as JsonType[];
  const allowed = Object.keys(types).join(', ');
  for (const name of names) if (!Object.hasOwn(types, name)) throw wrong(where, name, `one of ${allowed}`);
  const [is, another] = names.map((name) => types[name]);
  const holds = is && !another ? is : (given: unknown) => names.some((name) => types[name](given));
  return (given) => {
    if (holds(given)) return undefined;
    return {
      message: given === undefined ? 'is missing' : `must be ${names.join(' or ')}, not ${kindOf(given)}`,
      path: [],
    };
  };
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function enumCheck(allowed: readonly unknown[]): Check {
  const message = `must be ${allowed.map((each) => JSON.stringify(each)).join(' or ')}`;
  const isPlain = !allowed.some((each) => typeof each === 'object' && each !== null);
  const set = new Set(allowed);
  const has = isPlain
    ? (value: unknown) => set.has(value)
    : (value: unknown) => allowed.some((each) => isEqual(each, value));
  return (value) => (has(value) ? undefined : { message, path: [] });
}

function numberCheck(
  given: unknown,
  where: string,
  bound: string,
  holds: (value: number, limit: number) => boolean,
): Check {
  const limit = number(given, where);
  const message = `must be ${bound} ${limit}`;
  return (value) => (typeof value !== 'number' || holds(value, limit) ? undefined : { message, path: [] });
}

function textCheck(
  given: unknown,
  where: string,
  bound: string,
  holds: (text: string, limit: number) => boolean,
): Check {
  const limit = number(given, where);
  const message = `must have ${bound} ${limit} characters`;
  return (value) => (typeof value !== 'string' || holds(value, limit) ? undefined : { message, path: [] });
}

function listCheck(
  given: unknown,
  where: string,
  bound: string,
  holds: (length: number, limit: number) => boolean,
): Check {
  const limit = number(given, where);
  const message = `must have ${bound} ${limit} items`;
  return (value) => (!Array.isArray(value) || holds(value.length, limit) ? undefined : { message, path: [] });
}

function characters(text: string): number {
  let count = text.length;
  for (let index = 0; index < text.length; index++) if ((text.codePointAt(index) ?? 0) > 0xffff) count--;
  return count;
}

function itemsCheck(value: unknown, where: string): Check {
  const check = compile(value, where);
  return (given) => {
    if (!Array.isArray(given)) return undefined;
    for (let index = 0; index < given.length; index++) {
      const issue = check(given[index]);
      if (issue) return under(index, issue);
    }
    return undefined;
  };
}

function propertiesCheck(value: unknown, where: string): Check {
  const checks = Object.entries(object(value, where)).map(([key, schema]) => {
    const check = compile(schema, `${where}/${key}`);
    return { key, check, member: memberOf(key) };
  });
  return (given) => {
    if (!isObject(given)) return undefined;
    for (const { key, check, member } of checks) {
      const its = member(given);
      const issue = its === undefined ? undefined : check(its);
      if (issue) return under(key, issue);
    }
    return undefined;
  };
}

function requiredCheck(value: unknown, where: string): Check {
  if (!Array.isArray(value) || !value.every((key) => typeof key === 'string')) {
    throw wrong(where, value, 'a list of texts');
  }
  const members = value.map((key) => ({ key, member: memberOf(key) }));
  return (given) => {
    if (!isObject(given)) return undefined;
    for (const { key, member } of members) {
      if (member(given) === undefined) return under(key, { message: 'is missing', path: [] });
    }
    return undefined;
  };
}

/** Reads a member of parsed JSON, which is never `undefined`. What every object inherits is no data (B22). */
function memberOf(key: string): (from: Properties) => unknown {
  if (key in {}) return (from) => (Object.hasOwn(from, key) ? from[key] : undefined);
  return (from) => from[key];
}

function additionalCheck(value: unknown, where: string, schema: Properties): Check | undefined {
  if (value === true) return undefined;
  const known = new Set(Object.keys(schema['properties'] ?? {}));
  const check = compile(value, where);
  return (given) => {
    if (!isObject(given)) return undefined;
    for (const key of Object.keys(given)) {
      const issue = known.has(key) ? undefined : check(given[key]);
      if (issue) return under(key, issue);
    }
    return undefined;
  };
}

function anyOfCheck(value: unknown, where: string): Check {
  const checks = list(value, where).map((each, index) => compile(each, `${where}/${index}`));
  return (given) => {
    if (checks.some((check) => !check(given))) return undefined;
    return { message: 'matches none of the alternatives', path: [] };
  };
}

function under(key: string | number, issue: Issue): Issue {
  issue.path.push(key);
  return issue;
}

function isObject(value: unknown): value is Properties {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEqual(one: unknown, other: unknown): boolean {
  if (Array.isArray(one)) {
    return (
      Array.isArray(other) && one.length === other.length && one.every((each, at) => isEqual(each, other[at]))
    );
  }
  if (!isObject(one) || !isObject(other)) return one === other;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && isEqual(one[key], other[key]))
  );
}

function number(value: unknown, where: string): number {
  if (typeof value !== 'number' || Number.isNaN(value)) throw wrong(where, value, 'a number');
  return value;
}

function list(value: unknown, where: string): readonly unknown[] {
  if (!Array.isArray(value) || value.length === 0) throw wrong(where, value, 'a list that is not empty');
  return value;
}

function object(value: unknown, where: string): Properties {
  if (!isObject(value)) throw wrong(where, value, 'an object');
  return value;
}

function wrong(where: string, value: unknown, expected: string): TypeError {
  return new TypeError(
    `chatwire: ${where || 'the JSON Schema'} must be ${expected}, not ${JSON.stringify(value)}`,
  );
}
