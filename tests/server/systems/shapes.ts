import { readFileSync } from 'node:fs';

/** The systems that have a catalog in src/wire/catalog. */
export type SystemName = 'autobot' | 'wazuh' | 'chat' | 'dashboard' | 'nexus';

/** A field as a catalog describes it (src/wire/catalog/README.md). */
interface Field {
  readonly type: 'string' | 'number' | 'integer' | 'boolean' | 'object' | 'array' | 'any';
  readonly optional?: boolean;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly fields?: Fields;
  readonly items?: Field;
  readonly others?: Field;
}

type Fields = Readonly<Record<string, Field>>;

interface MessageShape {
  readonly type?: string;
  readonly direction: 'server' | 'client' | 'both';
  readonly payload?: Fields;
  readonly beside?: Fields;
}

interface Catalog {
  readonly envelope: Partial<Record<'type' | 'payload' | 'id' | 'timestamp', string>>;
  readonly messages: readonly MessageShape[];
}

const catalogs = new Map<SystemName, Catalog>();

function catalogOf(system: SystemName): Catalog {
  const known = catalogs.get(system);
  if (known) return known;
  const file = new URL(`../../../src/wire/catalog/${system}.json`, import.meta.url);
  const catalog = JSON.parse(readFileSync(file, 'utf8')) as Catalog;
  catalogs.set(system, catalog);
  return catalog;
}

/**
 * What is wrong with a frame of the server, by the system's catalog; undefined: nothing. Stricter than a client should be:
 * the reference backends send no key that the catalog does not list.
 */
export function faultOf(system: SystemName, frame: Readonly<Record<string, unknown>>): string | undefined {
  const { envelope, messages } = catalogOf(system);
  const fromServer = messages.filter(({ direction }) => direction !== 'client');
  const shape = envelope.type ? fromServer.find(({ type }) => type === frame[envelope.type!]) : fromServer[0];
  const fault = shape ? faultOfMessage(envelope, shape, frame) : 'no such message';
  return fault && `${fault} in ${JSON.stringify(frame)}`;
}

function faultOfMessage(
  envelope: Catalog['envelope'],
  { payload, beside = {} }: MessageShape,
  frame: Readonly<Record<string, unknown>>,
): string | undefined {
  if (!envelope.type) return faultOfFields(payload ?? {}, frame, '');
  const { type, payload: payloadKey = '', id, timestamp } = envelope;
  return faultOfFields(
    {
      [type]: { type: 'string' },
      ...(payload && { [payloadKey]: { type: 'object', fields: payload } }),
      ...(id && { [id]: { type: 'string' } }),
      ...(timestamp && { [timestamp]: { type: 'string' } }),
      ...beside,
    },
    frame,
    '',
  );
}

function faultOfFields(
  fields: Fields,
  value: Readonly<Record<string, unknown>>,
  path: string,
  others?: Field,
): string | undefined {
  const names = new Set([...Object.keys(fields), ...Object.keys(value)]);
  for (const name of names) {
    const place = `${path}.${name}`;
    const field = fields[name] ?? others;
    if (!field) return `${place} is not in the catalog`;
    if (value[name] === undefined && !field.optional) return `${place} is missing`;
    const fault = value[name] === undefined ? undefined : faultOfValue(field, value[name], place);
    if (fault) return fault;
  }
  return undefined;
}

function faultOfValue(field: Field, value: unknown, place: string): string | undefined {
  const { type, minimum = -Infinity, maximum = Infinity } = field;
  if (!isOfType(type, value)) return `${place} is no ${type}`;
  if (field.enum && !field.enum.includes(value)) return `${place} is none of ${field.enum.join(', ')}`;
  if (typeof value === 'number' && (value < minimum || value > maximum)) return `${place} is out of range`;
  if (type === 'array' && field.items) {
    const items = value as readonly unknown[];
    return items.map((item) => faultOfValue(field.items!, item, `${place}[]`)).find(Boolean);
  }
  if (type !== 'object' || !field.fields) return undefined;
  return faultOfFields(field.fields, value as Readonly<Record<string, unknown>>, place, field.others);
}

function isOfType(type: Field['type'], value: unknown): boolean {
  if (type === 'any') return true;
  if (type === 'array') return Array.isArray(value);
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  return typeof value === type;
}
