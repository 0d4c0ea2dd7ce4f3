import type { Profile } from 'chatwire';

/** A frame of a client, as its system reads it. Fields that it has not are `undefined`; a type is an empty text then. */
export interface Letter {
  readonly type: string;
  readonly payload: unknown;
  readonly id: unknown;
  /** The whole frame; `undefined` where it is no JSON object. */
  readonly raw: Readonly<Record<string, unknown>> | undefined;
}

const nothing: Letter = { type: '', payload: undefined, id: undefined, raw: undefined };

/** Frames as one profile's system has them, written and read on the server's side. */
export class Envelope {
  readonly #profile: Profile;
  readonly #date: () => number;
  #lastId = 0;

  /** @param date Milliseconds since 1970, for systems whose frames say when they were sent. */
  constructor(profile: Profile, date: () => number) {
    this.#profile = profile;
    this.#date = date;
  }

  /** @throws TypeError where the system's frames name no type. */
  write(type: string, payload: unknown, id: unknown): string {
    const { name, typeKey, payloadKey, idKey, timestampKey, stampsId, emptyPayload } = this.#profile;
    if (!typeKey) {
      throw new TypeError(
        `chatwire/testing: frames of profile '${name}' name no type: use sendFrame() with the whole of one`,
      );
    }
    const said = payload ?? (emptyPayload ? (JSON.parse(emptyPayload) as unknown) : undefined);
    const stamp = id ?? (stampsId ? `mock-${++this.#lastId}` : undefined);
    return JSON.stringify({
      [typeKey]: type,
      ...(stamp !== undefined && { [idKey]: stamp }),
      ...(said !== undefined && { [payloadKey]: said }),
      ...(timestampKey && { [timestampKey]: new Date(this.#date()).toISOString() }),
    });
  }

  read(data: string | ArrayBuffer): Letter {
    const raw = parsed(data);
    if (!raw) return nothing;
    const { typeKey, payloadKey, idKey } = this.#profile;
    if (!typeKey) return { ...nothing, payload: raw, raw };
    const type = raw[typeKey];
    return {
      type: typeof type === 'string' ? type : '',
      payload: raw[payloadKey],
      id: raw[idKey],
      raw,
    };
  }

  /** The frame with another id. */
  withId(text: string, id: unknown): string {
    return JSON.stringify({ ...parsed(text), [this.#profile.idKey]: id });
  }

  /** Whether it is a ping of the client, or the answer to one. */
  isKeepAlive({ type }: Letter, direction: 'in' | 'out'): boolean {
    const { typeKey, ping } = this.#profile;
    return typeKey !== '' && type === (direction === 'in' ? ping.answer : ping.type);
  }

  /** What answers this frame, where it is a client's ping. */
  answerToPing(letter: Letter): string | undefined {
    return this.isKeepAlive(letter, 'out')
      ? this.write(this.#profile.ping.answer, letter.payload, letter.id)
      : undefined;
  }
}

function parsed(data: string | ArrayBuffer): Record<string, unknown> | undefined {
  if (typeof data !== 'string') return undefined;
  try {
    const value: unknown = JSON.parse(data);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
