/** A received message. */
export class Message<Payload = unknown> {
  /** What the frame calls itself; empty where it has no type. */
  readonly type: string;
  readonly payload: Payload;
  /** The server's own id of it, an integer as text. Nothing where it has none, or one that a number cannot hold (B07). */
  readonly id: string | undefined;
  /** The frame as it was sent, parsed: what no field here names stands in it. */
  readonly raw: Readonly<Record<string, unknown>>;
  /** Counts the messages that history keeps, from 1, in the order of their arrival; 0 where it keeps none. */
  readonly sequence: number;
  /** When it arrived, in milliseconds since 1970. */
  readonly receivedAt: number;

  constructor(
    raw: Readonly<Record<string, unknown>>,
    keys: { typeKey: string; payloadKey: string; idKey: string },
    sequence: number,
    receivedAt: number,
  ) {
    const type = raw[keys.typeKey];
    this.type = typeof type === 'string' ? type : '';
    this.payload = raw[keys.payloadKey] as Payload;
    this.id = idOf(raw[keys.idKey]);
    this.raw = raw;
    this.sequence = sequence;
    this.receivedAt = receivedAt;
  }

  /** The payload under its other usual name. */
  get data(): Payload {
    return this.payload;
  }

  /** The server's own time of it, as it wrote it. */
  get timestamp(): string | number | undefined {
    const { timestamp } = this.raw;
    return typeof timestamp === 'string' || typeof timestamp === 'number' ? timestamp : undefined;
  }
}

function idOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return Number.isSafeInteger(value) ? String(value) : undefined;
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
