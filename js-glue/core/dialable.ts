import { parseUrl } from './parseUrl.ts';

const THIS_COMPUTER = /^(.+\.)?localhost$|^127(\.\d+){3}$|^\[::1\]$/;

/**
 * The absolute ws: or wss: URL to dial. In a page a relative one is resolved against its address. Throws a `TypeError` for
 * what no WebSocket can dial, or should not: another scheme, a fragment, a user name or password (B34, S3).
 */
export function dialable(url: string): string {
  const { location } = globalThis as { location?: { href: string } };
  const isRelative = url.startsWith('/') || url.startsWith('.');
  const target = isRelative && location ? relativeTo(location.href, url) : parseUrl(url);
  if (target.protocol !== 'ws:' && target.protocol !== 'wss:') {
    throw new TypeError(`${target.protocol} is no WebSocket scheme: use ws: or wss:`);
  }
  if (target.hash) throw new TypeError('a WebSocket URL has no fragment');
  if (target.username || target.password) throw new TypeError('credentials do not belong into a URL');
  return target.href;
}

function relativeTo(page: string, url: string): URL {
  const target = new URL(url, page);
  target.protocol = target.protocol === 'https:' ? 'wss:' : 'ws:';
  return target;
}

/** Where a client may dial, of all that can be dialled. */
export interface DialPolicy {
  /** Only `wss:`, but for this computer's own servers: the page came by `https:` (S4). */
  readonly onlySecure: boolean;
  /** Only these, `name` or `name:port` (S19); `undefined`: any. */
  readonly allowedHosts: readonly string[] | undefined;
}

/** Throws a `TypeError` for a target, as `dialable` gives it, that the policy forbids. */
export function checkTarget(target: string, { onlySecure, allowedHosts }: DialPolicy): void {
  const { protocol, hostname, port } = parseUrl(target);
  const isSecure = protocol === 'wss:';
  if (onlySecure && !isSecure && !THIS_COMPUTER.test(hostname)) {
    throw new TypeError('a page that came by https: dials no ws: unless allowInsecure is set');
  }
  if (!allowedHosts) return;
  const names = [hostname, `${hostname}:${port || (isSecure ? 443 : 80)}`];
  if (!names.some((name) => allowedHosts.includes(name))) {
    throw new TypeError('allowedHosts does not hold the host');
  }
}

/** Absolute, where it can be dialled; else as it is: the core says what is wrong with it. */
export function resolved(url: unknown): string {
  try {
    return dialable(String(url));
  } catch {
    return String(url);
  }
}
