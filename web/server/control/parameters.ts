import type { Selection } from '../connections.js';
import { isSystem } from '../systems.js';
import { BadRequest } from './bad-request.js';

/**
 * A whole number from the query, `fallback` when absent.
 *
 * @throws BadRequest when it is none or out of range
 */
export function numberIn(url: URL, name: string, fallback: number, min: number, max: number): number {
  const value = Math.floor(Number(url.searchParams.get(name) ?? fallback));
  if (value >= min && value <= max) return value;
  throw new BadRequest(`${name} must be a number from ${min} to ${max}.`);
}

/**
 * The connections that `system`, `path`, `connection` and `client` name.
 *
 * @throws BadRequest when there is no such system
 */
export function selectionIn({ searchParams }: URL): Selection {
  const system = searchParams.get('system');
  const path = searchParams.get('path');
  const connectionId = searchParams.get('connection');
  const client = searchParams.get('client');
  if (system !== null && !isSystem(system)) throw new BadRequest('There is no such system.');
  return {
    ...(system && { system }),
    ...(path && { path }),
    ...(connectionId && { connectionId }),
    ...(client && { client }),
  };
}
