/** A name or an address as URLs have it, without a scheme; with a port, or for any. */
const HOST = /^([a-z0-9._-]+|\[[0-9a-f:.]+\])(:\d+)?$/;

/** Of numbers, both ends among them. */
export interface Range {
  min: number;
  max: number;
}

/**
 * Checks of what an application passes. Each gives back the value, or the default where it is `undefined`, and throws a
 * `TypeError` that names the option and what it takes (B32).
 */
export const check = {
  number(name: string, value: unknown, fallback: number | undefined, { min, max }: Range): number {
    if (value === undefined && fallback !== undefined) return fallback;
    if (typeof value === 'number' && value >= min && value <= max) return value;
    throw wrong(name, value, `a number from ${min} to ${max}`);
  },

  boolean(name: string, value: unknown, fallback: boolean): boolean {
    if (value === undefined) return fallback;
    if (typeof value === 'boolean') return value;
    throw wrong(name, value, 'true or false');
  },

  oneOf<Value extends string>(
    name: string,
    value: unknown,
    allowed: readonly Value[],
    fallback: Value,
  ): Value {
    if (value === undefined) return fallback;
    const found = allowed.find((each) => each === value);
    if (found !== undefined) return found;
    throw wrong(name, value, `one of ${allowed.map((each) => `'${each}'`).join(', ')}`);
  },

  /** A message type. The limit keeps a hostile name from filling tables (B23). */
  name(name: string, value: unknown, fallback?: string): string {
    if (value === undefined && fallback !== undefined) return fallback;
    if (typeof value === 'string' && value.length > 0 && value.length <= 255) return value;
    throw wrong(name, value, 'a text of 1 to 255 characters');
  },

  text(name: string, value: unknown): void {
    if (typeof value !== 'string') throw wrong(name, value, 'a text');
  },

  object(name: string, value: unknown): void {
    if (typeof value !== 'object' || value === null) throw wrong(name, value, 'an object');
  },

  function(name: string, value: unknown): void {
    if (typeof value !== 'function') throw wrong(name, value, 'a function');
  },

  signal(name: string, value: unknown): void {
    if (value === undefined) return;
    // Not by `instanceof`: a frame, or a test environment, has a class of its own.
    const { aborted, addEventListener } = Object(value) as Partial<AbortSignal>;
    if (typeof aborted === 'boolean' && typeof addEventListener === 'function') return;
    throw wrong(name, value, 'an AbortSignal');
  },

  url(name: string, value: unknown): string | URL {
    if (value instanceof URL || (typeof value === 'string' && value.length > 0)) return value;
    throw wrong(name, value, 'a URL');
  },

  hosts(name: string, value: unknown): readonly string[] {
    const isHost = (each: unknown) => typeof each === 'string' && HOST.test(each);
    if (Array.isArray(value) && value.every(isHost)) return value as string[];
    throw wrong(
      name,
      value,
      "an array of hosts as URLs have them, such as 'example.com' or 'example.com:8443'",
    );
  },

  protocols(name: string, value: unknown): string[] {
    const list: unknown[] = value === undefined ? [] : Array.isArray(value) ? value : [value];
    return list.map((each) => {
      // A comma would make two of one (RFC 6455 section 4.1 forbids it in a token).
      if (typeof each === 'string' && /^[^\s,]+$/.test(each)) return each;
      throw wrong(name, each, 'a sub-protocol name without spaces and commas');
    });
  },

  /** `disconnect()`: what a program may close with (B28). */
  closeCode(value: number): number {
    if (value === 1000 || (Number.isInteger(value) && value >= 3000 && value <= 4999)) return value;
    throw wrong('code', value, '1000, or a whole number from 3000 to 4999');
  },

  /** No other keys: a misspelt option would be ignored in silence. */
  keys(name: string, value: object, allowed: readonly string[]): void {
    check.object(name, value);
    for (const key of Object.keys(value)) {
      if (allowed.includes(key)) continue;
      throw new TypeError(`chatwire: ${name} has no option '${key}'. Known: ${allowed.join(', ')}`);
    }
  },
};

/** What a check throws. */
export function wrong(name: string, value: unknown, wanted: string): TypeError {
  return new TypeError(`chatwire: ${name} must be ${wanted}, not ${show(name, value)}`);
}

function show(name: string, value: unknown): string {
  // A token in the wrong place must not end up in a log (S3). Browsers can put it only into the sub-protocols.
  if (typeof value === 'string' && /^(auth|protocols)/.test(name))
    return `a text of ${value.length} characters`;
  if (typeof value === 'string') return `'${value.slice(0, 80)}'`;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  // Of anything else the kind says enough, and its own toString could throw.
  return value === null ? 'null' : `of type ${typeof value}`;
}
