import type { ParsedUrl } from '../parseUrl.ts';

const NO_URL_CHARACTER = /[\0-\x20\x7f"<>\\^`{|}]/;
const PARTS =
  /^([a-z][a-z\d+.-]*:)\/\/(?:([^/?#@:]*)(?::([^/?#@]*))?@)?(\[[\da-f:.]+\]|[^/?#@:[\]]+)(?::(\d{0,5}))?(\/[^?#]*)?(\?[^#]*)?(#.*)?$/i;
const defaultPorts: Readonly<Record<string, string>> = { 'ws:': '80', 'wss:': '443' };

/**
 * As the platform parses it, where it parses an address as the standard says. React Native's own `URL` puts a slash behind
 * whatever does not end with one, a query too, or implements no property at all, so there it is done here: the ASCII part of the
 * URL standard that an address of a server is written in. Throws a `TypeError` for what is no such address.
 */
export function parseUrl(url: string): ParsedUrl {
  return isPlatformSound() ? new URL(url) : parseAscii(url);
}

function isPlatformSound(): boolean {
  const probe = 'ws://localhost/a?b';
  try {
    const { href, protocol } = new URL(probe);
    return href === probe && protocol === 'ws:';
  } catch {
    return false;
  }
}

function parseAscii(url: string): ParsedUrl {
  const parts = NO_URL_CHARACTER.test(url) ? null : PARTS.exec(url);
  if (!parts) throw new TypeError('Invalid URL');
  const [, scheme = '', username = '', password = '', host = '', given = ''] = parts;
  const [path = '/', search = '', hash = ''] = parts.slice(6);
  if (Number(given) > 65_535) throw new TypeError('Invalid URL');
  const protocol = scheme.toLowerCase();
  const hostname = host.toLowerCase();
  const port = given === defaultPorts[protocol] ? '' : given;
  const user = username + (password && `:${password}`);
  const href = `${protocol}//${user && `${user}@`}${hostname}${port && `:${port}`}${path}${search}${hash}`;
  return { protocol, username, password, hostname, port, hash, href };
}
