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
  return { '~standard': { version: 1, vendor: 'chatwire', validate, source: schema } };
}

const ANNOTATIONS = ['title', 'description', 'default', 'examples', '$id', '$schema', '$comment', 'format'];
const OF_MEMBERS = ['properties', 'required', 'additionalProperties'];

function compile(schema: unknown, where: string): Check {
  if (schema === true) return () => undefined;
  if (schema === false) return () => ({ message: 'must not be there', path: [] });
  if (!isObject(schema)) throw wrong(where, schema, 'a schema: an object, true or false');
  const checks: Check[] = [];
  const used = Object.entries(schema).filter(
    ([keyword, value]) => value !== undefined && !ANNOTATIONS.includes(keyword),
  );
  for (const [keyword, value] of used) {
    if (OF_MEMBERS.includes(keyword)) continue;
    const make = Object.hasOwn(keywords, keyword) ? keywords[keyword] : undefined;
    if (!make) throw new TypeError(`chatwire: the JSON Schema keyword ${where}/${keyword} is not known`);
    checks.push(make(value, `${where}/${keyword}`));
  }
  if (used.some(([keyword]) => OF_MEMBERS.includes(keyword))) checks.push(membersCheck(schema, where));
  return all(checks);
}

function all(checks: readonly Check[]): Check {
  const [first, ...others] = checks;
  if (!first) return () => undefined;
  if (others.length === 0) return first;
  const rest = all(others);
  return (value) => first(value) ?? rest(value);
}

type Maker = (value: unknown, where: string) => Check;

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

/** What `typeof` calls by the same name. */
const typeofs: readonly JsonType[] = ['string', 'number', 'boolean'];

function typeCheck(value: unknown, where: string): Check {
  const names = (Array.isArray(value) ? value : [value]) as JsonType[];
  const allowed = Object.keys(types).join(', ');
  for (const name of names) if (!Object.hasOwn(types, name)) throw wrong(where, name, `one of ${allowed}`);
  const refuse = (given: unknown): Issue => ({
    message: given === undefined ? 'is missing' : `must be ${names.join(' or ')}, not ${kindOf(given)}`,
    path: [],
  });
  const [name, another] = names;
  if (!name || another)
    return (given) => (names.some((each) => types[each](given)) ? undefined : refuse(given));
  // Said of most members: one call less is half of its price.
  if (typeofs.includes(name)) return (given) => (typeof given === name ? undefined : refuse(given));
  if (name === 'integer') return (given) => (Number.isInteger(given) ? undefined : refuse(given));
  const is = types[name];
  return (given) => (is(given) ? undefined : refuse(given));
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

/** What is asked of one member of an object. */
interface Member {
  readonly key: string;
  readonly check: Check;
  readonly isRequired: boolean;
  /** The one that the schema names behind it: objects of one kind mostly have their members in one order. */
  next: Member | undefined;
}

/** `properties`, `required` and `additionalProperties` in one walk over what the object has. */
function membersCheck(schema: Properties, where: string): Check {
  const members = membersOf(schema, where);
  const byKey = new Map(members.map((member) => [member.key, member]));
  const required = members.filter(({ isRequired }) => isRequired);
  const { additionalProperties: others = true } = schema;
  const checkOther = others === true ? undefined : compile(others, `${where}/additionalProperties`);
  return (given) => {
    if (!isObject(given)) return undefined;
    let expected = members[0];
    let missing = required.length;
    for (const key in given) {
      const member = expected?.key === key ? expected : byKey.get(key);
      const value = given[key];
      if (member) {
        expected = member.next;
        // In parsed JSON nothing is `undefined`; elsewhere it stands for what is not there.
        if (value === undefined) continue;
        if (member.isRequired) missing--;
        const issue = member.check(value);
        if (issue) return under(key, issue);
      } else if (checkOther && Object.hasOwn(given, key)) {
        const issue = checkOther(value);
        if (issue) return under(key, issue);
      }
    }
    if (missing === 0) return undefined;
    const absent = required.find(({ key }) => !Object.hasOwn(given, key) || given[key] === undefined);
    return absent && under(absent.key, { message: 'is missing', path: [] });
  };
}

function membersOf({ properties = {}, required = [] }: Properties, where: string): readonly Member[] {
  if (!Array.isArray(required) || !required.every((key) => typeof key === 'string')) {
    throw wrong(`${where}/required`, required, 'a list of texts');
  }
  const schemas = new Map(Object.entries(object(properties, `${where}/properties`)));
  const needed = new Set<string>(required);
  const members = [...new Set([...schemas.keys(), ...needed])].map((key): Member => {
    const check = compile(schemas.has(key) ? schemas.get(key) : true, `${where}/properties/${key}`);
    return { key, check, isRequired: needed.has(key), next: undefined };
  });
  members.forEach((member, index) => (member.next = members[index + 1]));
  return members;
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
