import type { Profile } from '../profiles/profile.ts';
import { check } from './check.ts';
import { toFrame, toJson } from './encode.ts';
import { uuid } from './uuid.ts';

/** More types than any application sends; then it begins anew. */
const MOST_TYPES = 256;

/** How the messages of one client are written: as its profile's system has them. */
export class Writing {
  readonly #profile: Profile;
  readonly #payloadKey: string;
  /** How messages of a type begin: `{"type":"greeting"`. */
  readonly #beginnings = new Map<string, string>();

  constructor(profile: Profile) {
    this.#profile = profile;
    this.#payloadKey = `,${JSON.stringify(profile.payloadKey)}:`;
  }

  /** @throws TypeError for what is no type, and where frames name none. */
  type(name: string, type: unknown): string {
    this.#mustNameTypes(name);
    return check.name(name, type);
  }

  /** As {@link type}, or all of them: `*`. */
  wantedType(type: unknown): string {
    return type === '*' ? type : this.type('type', type);
  }

  /** The text of a message, as src/wire/codec.h has it. Throws `UNSERIALIZABLE`. An empty `id` is left out. */
  message(type: string, payload: unknown, id = this.newId()): string {
    const { emptyPayload, idKey, timestampKey } = this.#profile;
    const json = toJson(payload) || emptyPayload || (timestampKey && 'null');
    let text = this.#beginnings.get(type) ?? this.#begin(type);
    if (id) text += `,${JSON.stringify(idKey)}:${JSON.stringify(id)}`;
    if (json) text += this.#payloadKey + json;
    if (timestampKey) text += `,${JSON.stringify(timestampKey)}:"${now()}"`;
    return text + '}';
  }

  /** JSON of the credentials' payload, and behind it what every frame of the system carries: the core writes the rest. Throws `UNSERIALIZABLE`. */
  credentials(payload: unknown): string {
    const { stampsId, idKey, timestampKey, emptyPayload } = this.#profile;
    const json = toJson(payload);
    const stamps =
      (stampsId ? `,${JSON.stringify(idKey)}:"${uuid()}"` : '') +
      (timestampKey ? `,${JSON.stringify(timestampKey)}:"${now()}"` : '');
    return stamps ? (json || emptyPayload || 'null') + stamps : json;
  }

  /** Of a message that is sent by its type. Empty: none. */
  newId(): string {
    return this.#profile.stampsId ? uuid() : '';
  }

  /** A frame of the application's own, or several in an array, with what every frame of the system carries and this one lacks (C10). */
  stamped(frame: unknown): unknown {
    const { stampsId, idKey, timestampKey } = this.#profile;
    if (typeof frame !== 'object' || frame === null || (!stampsId && !timestampKey)) return frame;
    if (Array.isArray(frame)) return frame.map((each) => this.stamped(each));
    // What it is made of then: a copy of its members would have other ones.
    if ('toJSON' in frame) return this.stamped(JSON.parse(toFrame(frame)));
    const lacks = (key: string) => (frame as Record<string, unknown>)[key] === undefined;
    return {
      ...frame,
      ...(stampsId && lacks(idKey) && { [idKey]: uuid() }),
      ...(timestampKey && lacks(timestampKey) && { [timestampKey]: now() }),
    };
  }

  /**
   * What a plain text is sent as, with further members of its payload (C11). An empty type: the payload is the frame.
   *
   * @throws TypeError where the system has no such message.
   */
  textMessage(text: string, details: object): { type: string; payload: object } {
    const { textMessage, name } = this.#profile;
    check.text('text', text);
    check.object('details', details);
    if (textMessage) return { type: textMessage.type, payload: { [textMessage.key]: text, ...details } };
    throw new TypeError(
      `chatwire: in profile '${name}' a plain text means nothing: use send(type, payload), or sendText() to send it as it is`,
    );
  }

  #begin(type: string): string {
    const beginning = `{${JSON.stringify(this.#profile.typeKey)}:${JSON.stringify(type)}`;
    if (this.#beginnings.size >= MOST_TYPES) this.#beginnings.clear();
    this.#beginnings.set(type, beginning);
    return beginning;
  }

  #mustNameTypes(what: string): void {
    if (this.#profile.typeKey) return;
    throw new TypeError(
      `chatwire: profile '${this.#profile.name}' has no ${what}: its frames name none. Use send(frame) and subscribe('*')`,
    );
  }
}

function now(): string {
  return new Date().toISOString();
}
