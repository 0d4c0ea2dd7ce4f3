import type { Validation } from '../client/reading.ts';
import type { Profile } from '../profiles/profile.ts';

export type MessageKeys = Pick<Profile, 'typeKey' | 'payloadKey' | 'idKey'>;

/** What messages are checked for in the core's thread, so that the page need not parse them for that. */
export interface PostedValidation {
  readonly keys: MessageKeys;
  /**
   * What `jsonSchema()` was given for the payloads of a type. Nothing: its schema is a function of another library, which
   * cannot be posted, and only the page can check them.
   */
  readonly sources: readonly (readonly [type: string, source: unknown])[];
}

/** Nothing where nothing is to be checked. */
export function postedValidation(
  { typeKey, payloadKey, idKey }: MessageKeys,
  { isOn, schemas }: Validation,
): PostedValidation | undefined {
  if (!isOn) return undefined;
  const sources = [...schemas].map(([type, schema]) => [type, schema['~standard'].source] as const);
  return { keys: { typeKey, payloadKey, idKey }, sources };
}
