import { createHash, timingSafeEqual } from 'node:crypto';
import type { Dial } from '../ws-routes.js';
import { offeredSecret } from './offered-secret.js';

/** The key that a client brings: in the header `x-api-key` (S3.9), or as sub-protocol where it can set no headers. */
export function apiKeyIn(dial: Dial): string | undefined {
  return dial.headers['x-api-key']?.toString() ?? offeredSecret(dial, 'key');
}

/** Compares in a time that does not say how much of it was right. */
export function isSameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
