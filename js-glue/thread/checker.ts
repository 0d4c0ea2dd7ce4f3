import { Message } from '../client/message.ts';
import { Reading } from '../client/reading.ts';
import { jsonSchema, type JsonSchema } from '../validation/jsonSchema.ts';
import type { PostedValidation } from './postedValidation.ts';

/**
 * Checks messages in the core's thread as the page would. It only tells which ones are right: the page looks at the others
 * itself, and says what is wrong with them.
 */
export class Checker {
  readonly #reading: Reading;
  /** By the page's numbers for them. */
  readonly #types = new Map<number, string>();

  /** Throws a `TypeError` where one of the sources is no schema. */
  constructor({ keys, sources }: PostedValidation) {
    // Without a source only the page can tell: here nothing is right.
    const make = (source: unknown) => jsonSchema((source ?? false) as JsonSchema);
    const schemas = new Map(sources.map(([type, source]) => [type, make(source)]));
    this.#reading = new Reading(keys, () => {}, { isOn: true, schemas });
  }

  /** The page has named a type. */
  subscribed(type: string, route: number): void {
    this.#types.set(route, type);
  }

  /** It does not want it any more. */
  unsubscribed(type: string): void {
    for (const [route, its] of this.#types) if (its === type) this.#types.delete(route);
  }

  isRight(text: string, route: number): boolean {
    return new Message(text, this.#types.get(route), this.#reading, 0, 0).isValid;
  }
}
