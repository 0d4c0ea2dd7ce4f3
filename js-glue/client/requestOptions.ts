import type { OutboxTerms } from '../core/handle.ts';
import { check } from './check.ts';
import type { Message } from './message.ts';
import { resolveTerms, type SendOptions } from './sendOptions.ts';
import { uuid } from './uuid.ts';
import type { Writing } from './writing.ts';

/** How one request is made; see docs/REQUESTS.md. Its `signal` cancels it also when the message has left. */
export interface RequestOptions extends SendOptions {
  /** How long to wait for the answer, in milliseconds from the call on, the wait for a connection included. Default 10000. */
  timeout?: number | undefined;
  /** What the message carries as its id, and the answer repeats. Default: a new UUID. */
  id?: string | undefined;
  /**
   * For a server whose answers repeat no id: is this message the answer? Asked for every message that comes once the request
   * was sent; of several requests the oldest one that says yes gets it.
   */
  match?: ((message: Message) => boolean) | undefined;
}

export interface ResolvedRequest {
  readonly type: string;
  readonly payload: unknown;
  /** As it is sent. */
  readonly text: string;
  /** Empty: none. */
  readonly id: string;
  readonly match: ((message: Message) => boolean) | undefined;
  readonly timeout: number;
  readonly terms: OutboxTerms;
  readonly signal: AbortSignal | undefined;
}

const known = ['timeout', 'id', 'match', 'priority', 'ttl', 'signal'] satisfies (keyof RequestOptions)[];

/** Checks all of it. Throws a `TypeError` that names what is wrong, or `UNSERIALIZABLE`. */
export function resolveRequest(
  type: string,
  payload: unknown,
  options: RequestOptions,
  writing: Writing,
  defaults: OutboxTerms,
): ResolvedRequest {
  writing.type('type', type);
  check.keys('options', options, known);
  const { timeout, id, match, ...waiting } = options;
  if (match !== undefined) check.function('options.match', match);
  const ownId = check.name('options.id', id, match ? writing.newId() : uuid());
  return {
    type,
    payload,
    text: writing.message(type, payload, ownId),
    id: ownId,
    match,
    timeout: check.number('options.timeout', timeout, 10_000, { min: 0, max: 2 ** 31 - 1 }),
    terms: resolveTerms(waiting, defaults),
    signal: waiting.signal,
  };
}
