import type { Dial } from '../ws-routes.js';

/**
 * A secret offered as sub-protocol `base64url.<kind>.<secret in base64url>`: the way for pages, which can set no headers,
 * to keep it out of the address, and so out of logs.
 */
export function offeredSecret({ offered }: Dial, kind: 'bearer' | 'key'): string | undefined {
  const prefix = `base64url.${kind}.`;
  const protocol = offered.find((candidate) => candidate.startsWith(prefix));
  return protocol && Buffer.from(protocol.slice(prefix.length), 'base64url').toString();
}
