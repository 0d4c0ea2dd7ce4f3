import type { TokenRequest } from '../auth/tokens.js';
import { isId } from '../frames.js';
import { isSystem, type System } from '../systems.js';
import { BadRequest } from './bad-request.js';

const MAX_SECONDS = 86_400;

/**
 * The token that the body of a request asks for: `{user, ttl?, systems?}`.
 *
 * @throws BadRequest when it asks for none that can be made
 */
export function tokenRequestIn(body: Readonly<Record<string, unknown>>): {
  readonly request: TokenRequest;
  readonly seconds: number;
} {
  const { user, ttl = 3_600, systems } = body;
  if (!isId(user)) throw new BadRequest('user must be a short text.');
  if (typeof ttl !== 'number' || !(ttl >= 1 && ttl <= MAX_SECONDS)) {
    throw new BadRequest(`ttl must be a number of seconds from 1 to ${MAX_SECONDS}.`);
  }
  if (systems !== undefined && !areSystems(systems))
    throw new BadRequest('systems must be a list of systems.');
  return { request: { subject: user, expiresIn: ttl * 1000, ...(systems && { systems }) }, seconds: ttl };
}

function areSystems(value: unknown): value is System[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string' && isSystem(item));
}
