import type { Profile } from '../profiles/profile.ts';
import { check } from './check.ts';
import { toJson } from './encode.ts';
import { uuid } from './uuid.ts';

/** How the messages of one client are written: as its profile's system has them. */
export class Writing {
  readonly #profile: Profile;

  constructor(profile: Profile) {
    this.#profile = profile;
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

  /** JSON of a payload, and what the system puts behind it. Throws `UNSERIALIZABLE`. */
  payload(payload: unknown): string {
    const { timestampKey, emptyPayload } = this.#profile;
    const json = toJson(payload);
    if (!timestampKey) return json;
    return `${json || emptyPayload || 'null'},${JSON.stringify(timestampKey)}:"${now()}"`;
  }

  /** Of a message that is sent by its type. Empty: none. */
  newId(): string {
    return this.#profile.stampsId ? uuid() : '';
  }

  /** A frame of the application's own, with what every frame of the system carries and this one lacks (C10). */
  stamped(frame: object): object {
    const { stampsId, idKey, timestampKey } = this.#profile;
    const lacks = (key: string) => (frame as Record<string, unknown>)[key] === undefined;
    const stamps = {
      ...(stampsId && lacks(idKey) && { [idKey]: uuid() }),
      ...(timestampKey && lacks(timestampKey) && { [timestampKey]: now() }),
    };
    return Object.keys(stamps).length > 0 ? { ...frame, ...stamps } : frame;
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
