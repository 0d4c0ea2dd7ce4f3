import type { IncomingMessage } from 'node:http';
import { BadRequest } from './bad-request.js';

const MAX_BODY_BYTES = 1024 * 1024;

/**
 * The JSON object that a request brings; an empty one where it brings nothing.
 *
 * @throws BadRequest when it is no JSON object, or too large
 */
export async function readBody(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MAX_BODY_BYTES) throw new BadRequest('The body is too large.');
    parts.push(part);
  }
  if (size === 0) return {};
  try {
    const value: unknown = JSON.parse(Buffer.concat(parts).toString());
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // Told below.
  }
  throw new BadRequest('The body must be a JSON object.');
}
