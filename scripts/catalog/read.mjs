import { readFileSync, readdirSync } from 'node:fs';
import { at } from '../lib/paths.mjs';
import { Failure } from '../lib/failure.mjs';

const folder = 'src/wire/catalog';

/** The message catalogs of all systems (src/wire/catalog/README.md), checked, in the order of their names. */
export function readCatalogs() {
  return readdirSync(at(folder))
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => {
      const catalog = parse(readFileSync(at(folder, name), 'utf8'), `${folder}/${name}`);
      if (`${catalog.system}.json` !== name)
        throw new Failure(`${folder}/${name}: system must be as the file`);
      return catalog;
    });
}

/**
 * One catalog out of its text: every message gets its `name`, and an empty list or object where the text may leave one out.
 * Throws a Failure that says where the text is not as the README has it.
 */
export function parse(text, file) {
  let value;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Failure(`${file}: ${error.message}`);
  }
  const catalog = object(value, file, {
    required: {
      system: word,
      title: string,
      description: string,
      rows,
      server: serverOf,
      envelope,
      messages: list,
    },
    optional: { endpoints: list, security: list, proposed: boolean },
  });
  const endpoints = (catalog.endpoints ?? []).map((each, index) =>
    object(each, `${file}/endpoints/${index}`, {
      required: { name: word, path: string },
      optional: { description: string, text: string },
    }),
  );
  const security = (catalog.security ?? []).map((each, index) =>
    object(each, `${file}/security/${index}`, {
      required: { in: oneOf('query', 'header'), name: string, description: string, rows },
    }),
  );
  const messages = catalog.messages.map((each, index) =>
    message(each, `${file}/messages/${index}`, endpoints),
  );
  const known = { ...catalog, endpoints, security, messages };
  mustBeUnique(known, file);
  return known;
}

/** The messages that this side sends, `server` or `client`. */
export const messagesFrom = (catalog, side) =>
  catalog.messages.filter(({ direction }) => direction === side || direction === 'both');

/** `llm_response` as `LlmResponse`. */
export const pascalCase = (text) => text.replace(/(?:^|_)([a-z])/g, (_, letter) => letter.toUpperCase());

function message(value, where, endpoints) {
  const read = object(value, where, {
    required: { direction: oneOf('server', 'client', 'both'), description: string, rows, example: isObject },
    optional: {
      type: string,
      name: string,
      endpoints: list,
      extension: boolean,
      answer: string,
      payload: fields,
      payloadOptional: boolean,
      others: field,
      beside: fields,
    },
  });
  if (!read.type && !read.name) throw new Failure(`${where} must have a type or a name`);
  for (const name of read.endpoints ?? []) {
    if (!endpoints.some((endpoint) => endpoint.name === name))
      throw new Failure(`${where}/endpoints: there is no endpoint ${JSON.stringify(name)}`);
  }
  return {
    ...read,
    name: read.name ?? pascalCase(read.type),
    endpoints: read.endpoints ?? ['main'],
  };
}

function mustBeUnique({ messages }, file) {
  for (const side of ['server', 'client']) {
    const types = messagesFrom({ messages }, side).map(({ type }) => type);
    const twice = types.find((type, index) => types.indexOf(type) !== index);
    if (twice) throw new Failure(`${file}: the ${side} sends two messages of type ${twice}`);
  }
  const named = messages.filter(({ payload }) => payload).map(({ name }) => name);
  const twice = named.find((name, index) => named.indexOf(name) !== index);
  if (twice) throw new Failure(`${file}: two payloads are named ${twice}: give one of them a name`);
  for (const { type, answer } of messages) {
    if (answer && !messagesFrom({ messages }, 'server').some((each) => each.type === answer))
      throw new Failure(`${file}: ${type} is answered by ${answer}, which the server does not send`);
  }
}

// What follows reads one value each, and throws a Failure that names the place.

function object(value, where, { required, optional = {} }) {
  isObject(value, where);
  const known = { ...required, ...optional };
  for (const key of Object.keys(value))
    if (!Object.hasOwn(known, key)) throw new Failure(`${where}/${key} is not known`);
  for (const key of Object.keys(required))
    if (!Object.hasOwn(value, key)) throw new Failure(`${where}/${key} is missing`);
  for (const [key, its] of Object.entries(value)) known[key](its, `${where}/${key}`);
  return value;
}

function isObject(value, where) {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Failure(`${where} must be an object`);
}

function is(kind, holds) {
  return (value, where) => {
    if (!holds(value)) throw new Failure(`${where} must be ${kind}, not ${JSON.stringify(value)}`);
  };
}

const string = is('a text', (value) => typeof value === 'string' && value !== '');
const number = is('a number', (value) => typeof value === 'number');
const boolean = is('true or false', (value) => typeof value === 'boolean');
const list = is('a list', Array.isArray);
const word = is('a word', (value) => /^[a-z]+$/.test(value));
const texts = is(
  'a list of texts',
  (value) => Array.isArray(value) && value.every((each) => typeof each === 'string'),
);
const rows = is(
  'a list of rows',
  (value) => Array.isArray(value) && value.every((row) => /^S\d\.\d+$/.test(row)),
);
const oneOf = (...allowed) => is(`one of ${allowed.join(', ')}`, (value) => allowed.includes(value));

function serverOf(value, where) {
  object(value, where, { required: { protocol: oneOf('ws', 'wss'), host: string } });
}

function envelope(value, where) {
  object(value, where, {
    required: {},
    optional: { type: string, payload: string, id: string, timestamp: string },
  });
}

function fields(value, where) {
  isObject(value, where);
  for (const [key, each] of Object.entries(value)) field(each, `${where}/${key}`);
}

function field(value, where) {
  object(value, where, {
    required: { type: oneOf('string', 'number', 'integer', 'boolean', 'object', 'array', 'any') },
    optional: {
      optional: boolean,
      extension: boolean,
      description: string,
      enum: texts,
      format: oneOf('date-time'),
      default: string,
      minimum: number,
      maximum: number,
      fields,
      others: field,
      items: field,
    },
  });
  const only = (key, type) => {
    if (value[key] !== undefined && value.type !== type)
      throw new Failure(`${where}/${key} is for an ${type} only`);
  };
  only('fields', 'object');
  only('others', 'object');
  only('items', 'array');
  if (value.type === 'array' && !value.items) throw new Failure(`${where}/items is missing`);
}
