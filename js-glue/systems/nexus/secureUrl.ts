import type { WebSocketConfig } from './config.ts';

/** Of Node, and of what bundlers put in its place. */
declare const process: { env: { NODE_ENV?: string } };

/**
 * The address of a service; one without TLS is refused or warned of where that is asked for (S3.71).
 *
 * @throws TypeError
 */
export function secureUrl(
  { url, requireSecure = isProduction() && 'warn' }: Pick<WebSocketConfig, 'url' | 'requireSecure'>,
  warn: (text: string) => void,
): WebSocketConfig['url'] {
  const checked = (given: string | URL) => {
    if (requireSecure === false || !isExposed(given)) return given;
    const text = 'chatwire: url has no TLS, so the API key and all messages can be read on the way: use wss:';
    if (requireSecure === true) throw new TypeError(text);
    warn(text);
    return given;
  };
  return typeof url === 'function' ? async (request) => checked(await url(request)) : checked(url);
}

/** Without TLS to another machine. What is no address at all is told by the client. */
function isExposed(url: string | URL): boolean {
  const [, host] = /^ws:\/\/(\[[^\]]*\]|[^:/?#]*)/i.exec(String(url)) ?? [];
  return host !== undefined && !/^(.*\.)?localhost$|^127\.|^\[::1\]$/i.test(host);
}

function isProduction(): boolean {
  try {
    return process.env.NODE_ENV === 'production';
  } catch {
    return false; // No bundler was here, and there is no `process`.
  }
}
