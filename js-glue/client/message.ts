import type { Fault } from '../validation/standardSchema.ts';
import { parseFrame, type Frame, type Reading } from './reading.ts';

/**
 * A received message. It is parsed when somebody first reads more of it than the type, once for all who got it; the text is
 * let go then. One that is never read costs no parsing.
 *
 * Only then it shows where a text is no JSON behind its beginning, names a second, other type (B06), or has a payload that
 * its schema refuses. The event `invalid` tells of it, and the message reads as empty: `isValid` is false. With the option
 * `validate` that is looked at first, and no handler sees such a message.
 */
export class Message<Payload = unknown, Type extends string = string> {
  /** Counts the messages that history keeps, from 1, in the order of their arrival; 0 where it keeps none. */
  readonly sequence: number;
  /** When it arrived, in milliseconds since 1970. */
  readonly receivedAt: number;
  readonly #reading: Reading;
  readonly #type: string | undefined;
  /** Until it is read. */
  #text: string | undefined;
  #payload: unknown;
  #frame: Frame | undefined;

  /**
   * @param type The type that it was routed by; without one, it shows when the text is read.
   * @internal
   */
  constructor(
    text: string,
    type: string | undefined,
    reading: Reading,
    sequence: number,
    receivedAt: number,
  ) {
    this.sequence = sequence;
    this.receivedAt = receivedAt;
    this.#reading = reading;
    this.#type = type;
    this.#text = text;
    this.#payload = undefined;
    this.#frame = undefined;
  }

  /** What the frame calls itself; empty where it has no type. */
  get type(): Type {
    return (this.#type ?? this.#reading.typeOf(this.raw)) as Type;
  }

  get payload(): Payload {
    if (this.#text !== undefined) this.#read(this.#text);
    return this.#payload as Payload;
  }

  /** The payload under its other usual name. */
  get data(): Payload {
    return this.payload;
  }

  /** The server's own id of it, an integer as text. Nothing where it has none, or one that a number cannot hold (B07). */
  get id(): string | undefined {
    const id = this.raw[this.#reading.keys.idKey];
    if (typeof id === 'string') return id;
    return Number.isSafeInteger(id) ? String(id) : undefined;
  }

  /** The server's own time of it, as it wrote it. */
  get timestamp(): string | number | undefined {
    const { timestamp } = this.raw;
    return typeof timestamp === 'string' || typeof timestamp === 'number' ? timestamp : undefined;
  }

  /** The frame as it was sent, parsed: what no field here names stands in it. */
  get raw(): Frame {
    if (this.#text !== undefined) this.#read(this.#text);
    return (this.#frame ??= this.#reading.pair(this.#type ?? '', this.#payload));
  }

  /** Is it a JSON object, of the type that its beginning says, and as its schema has it? To ask is to parse it. */
  get isValid(): boolean {
    if (this.#text !== undefined) this.#read(this.#text);
    return this.#frame !== unreadable;
  }

  /** All its fields as plain data, for a log or a copy: they are getters, which `{ ...message }` leaves out. */
  toJSON(): MessageFields<Payload> {
    const { type, payload, id, timestamp, sequence, receivedAt, raw } = this;
    return { type, payload, id, timestamp, sequence, receivedAt, raw };
  }

  #read(text: string): void {
    this.#text = undefined;
    const fault = this.#parse(text) ?? this.#check();
    if (!fault) return;
    this.#payload = undefined;
    this.#frame = unreadable;
    this.#reading.onInvalid(text, fault);
  }

  #parse(text: string): Fault | undefined {
    const [type, reading] = [this.#type, this.#reading];
    const pair = type === undefined ? undefined : reading.payloadOf(text, type);
    if (pair) {
      this.#payload = pair[0];
      return undefined;
    }
    const frame = parseFrame(text);
    if (!frame) return { path: '', reason: 'is no JSON object' };
    if (type !== undefined && type !== reading.typeOf(frame)) return { path: '', reason: 'names two types' };
    const fault = reading.envelopeFault(frame);
    if (fault) return fault;
    this.#payload = reading.payloadIn(frame);
    this.#frame = frame;
    return undefined;
  }

  #check(): Fault | undefined {
    const checked = this.#reading.check(this.type, this.#payload);
    if (!checked) return undefined;
    if (!('value' in checked)) return checked;
    if (checked.value !== this.#payload) {
      // The frame stays as it was sent.
      this.#frame = this.raw;
      this.#payload = checked.value;
    }
    return undefined;
  }
}

/** A message as plain data. */
export type MessageFields<Payload = unknown> = Pick<
  Message<Payload>,
  'type' | 'payload' | 'id' | 'timestamp' | 'sequence' | 'receivedAt' | 'raw'
>;

const unreadable: Frame = Object.freeze({});
