import { isIP } from 'node:net';

const LOOPBACK_HOST = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * May a page of this origin talk to us?
 *
 * Browsers let any page open a WebSocket to any server, so without this check a foreign page could use a
 * visitor's loopback server (cross-site WebSocket hijacking). Programs send no `Origin` and are not meant here.
 *
 * The page's own host is trusted only when its name cannot be pointed at us by a stranger: an IP address, a bare
 * name, `*.local`. A public name must be in `allowed`, because with DNS rebinding `evil.example` may resolve to
 * this machine and then origin and host agree.
 *
 * @param origin the `Origin` header, if any
 * @param host the `Host` header
 * @param allowed further origins, such as `https://chat.example.com`; `*` allows every one
 */
export function isAllowedOrigin(
  origin: string | undefined,
  host: string | undefined,
  allowed: readonly string[],
): boolean {
  if (origin === undefined) return true;
  if (allowed.includes('*') || allowed.includes(origin)) return true;
  if (!URL.canParse(origin)) return false;
  const url = new URL(origin);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return false;
  if (LOOPBACK_HOST.test(url.hostname)) return true;
  return url.host === host && isUnforgeableName(url.hostname);
}

/** Is this the address of the machine we run on, as seen by a TCP peer? */
export function isLoopbackAddress(address: string | undefined): boolean {
  return address !== undefined && /^(::ffff:)?127\.|^::1$/.test(address);
}

function isUnforgeableName(hostname: string): boolean {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return isIP(bare) !== 0 || !hostname.includes('.') || hostname.endsWith('.local');
}
