import { startsWith } from '../core/startsWith.ts';
import type { Profile } from '../profiles/profile.ts';
import { applySchema, type Fault, type StandardSchema } from '../validation/standardSchema.ts';

/** A frame, parsed. */
export type Frame = Readonly<Record<string, unknown>>;

type Keys = Pick<Profile, 'typeKey' | 'payloadKey' | 'idKey'>;

/** What is looked at before a handler gets a message. */
export interface Validation {
  readonly isOn: boolean;
  /** Of payloads, by type. */
  readonly schemas: ReadonlyMap<string, StandardSchema>;
}

const noValidation: Validation = { isOn: false, schemas: new Map() };

/** More types than any server names; then it begins anew. */
const MOST_TYPES = 256;

/**
 * How the messages of one client are read.
 *
 * Most frames are a pair, `{"type":…,"payload":…}`, and of those the payload alone need be parsed: what stands around it is
 * known by the type. That spares a third of the time for a short message. It is exact: a text that begins as a pair does,
 * ends in a brace, and holds one JSON value between the two, is that pair.
 */
export class Reading {
  /** How pairs of a type begin; empty where it was seen in another shape. */
  readonly #beginnings = new Map<string, string>();

  /**
   * @param onInvalid Called once for each text that turns out to be no message.
   */
  constructor(
    readonly keys: Keys,
    readonly onInvalid: (text: string, fault: Fault) => void,
    readonly validation: Validation = noValidation,
  ) {}

  /** The payload, in brackets, of a text that is a pair of this type; nothing where it is not, or not known to be. */
  payloadOf(text: string, type: string): [payload: unknown] | undefined {
    const beginning = this.#beginnings.get(type) ?? this.#learn(text, type);
    if (beginning === '' || !startsWith(text, beginning) || !text.endsWith('}')) return undefined;
    try {
      return [JSON.parse(text.slice(beginning.length, -1))];
    } catch {
      // It goes on behind the payload: to try that with each of its kind would cost more than it spares.
      this.#beginnings.set(type, '');
      return undefined;
    }
  }

  pair(type: string, payload: unknown): Frame {
    return { [this.keys.typeKey]: type, [this.keys.payloadKey]: payload };
  }

  /** What the type's schema makes of a payload, or has against it; nothing where there is no schema. */
  check(type: string, payload: unknown): { value: unknown } | Fault | undefined {
    const schema = this.validation.schemas.get(this.keys.typeKey ? type : '*');
    return schema && applySchema(schema, payload);
  }

  /** Where frames name no type, all of the frame. */
  payloadIn(frame: Frame): unknown {
    return this.keys.typeKey ? frame[this.keys.payloadKey] : frame;
  }

  /** What is wrong with a frame around its payload, where that is looked at (B07, B24). */
  envelopeFault(frame: Frame): Fault | undefined {
    if (!this.validation.isOn) return undefined;
    const { typeKey, idKey } = this.keys;
    if (typeKey && this.typeOf(frame) === '')
      return { path: typeKey, reason: 'must be a text that is not empty' };
    const [id, { timestamp }] = [frame[idKey], frame];
    if (id !== undefined && id !== null && typeof id !== 'string' && !Number.isSafeInteger(id)) {
      return { path: idKey, reason: 'must be a text, or a whole number that JavaScript can hold' };
    }
    if (timestamp === undefined || typeof timestamp === 'string' || Number.isFinite(timestamp))
      return undefined;
    return { path: 'timestamp', reason: 'must be a text or a number' };
  }

  typeOf(frame: Frame): string {
    const type = this.keys.typeKey && frame[this.keys.typeKey];
    return typeof type === 'string' ? type : '';
  }

  #learn(text: string, type: string): string {
    const [typeKey, payloadKey, value] = [this.keys.typeKey, this.keys.payloadKey, type].map((each) =>
      JSON.stringify(each),
    );
    // With the spaces of Python's json.dumps, and without.
    const shapes = [`{${typeKey}:${value},${payloadKey}:`, `{${typeKey}: ${value}, ${payloadKey}: `];
    const beginning = shapes.find((shape) => text.startsWith(shape)) ?? '';
    if (this.#beginnings.size >= MOST_TYPES) this.#beginnings.clear();
    this.#beginnings.set(type, beginning);
    return beginning;
  }
}

/** The object that a text stands for; nothing where it is no JSON, or no object (W35). */
export function parseFrame(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return value as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
