import { checkTarget, dialable, type DialPolicy } from './dialable.ts';
import type { WebSocketConstructor, WebSocketLike } from './socketAdapter.ts';

type Headers = Readonly<Record<string, string>>;
/** `ws` and React Native take headers behind the sub-protocols; Node's own WebSocket takes them with those, in an object. */
type HeaderStyle = 'behind' | 'inside';

interface Platform {
  WebSocket?: unknown;
  navigator?: { product?: string };
  process?: { versions?: { node?: string } };
}

/** How headers are given to a constructor (none: to the platform's own, or the installed `ws`); `undefined`: not at all. */
export function headerStyle(WebSocket: WebSocketConstructor | undefined): HeaderStyle | undefined {
  const platform = globalThis as Platform;
  const isOwn = platform.WebSocket !== undefined && (WebSocket ?? platform.WebSocket) === platform.WebSocket;
  if (!isOwn || platform.navigator?.product === 'ReactNative') return 'behind';
  return platform.process?.versions?.node ? 'inside' : undefined;
}

/** Whether sockets of this constructor (none: of the platform's own, or of the installed `ws`) can send request headers. */
export function takesHeaders(WebSocket?: WebSocketConstructor): boolean {
  return headerStyle(WebSocket) !== undefined;
}

/** Throws what the constructor throws, or a `TypeError` for a URL that is not to be dialled. */
export function openSocket(
  WebSocket: WebSocketConstructor,
  url: string,
  protocols: string[],
  headers: Headers,
  policy: DialPolicy,
): WebSocketLike {
  const Socket = WebSocket as new (url: string, ...rest: unknown[]) => WebSocketLike;
  const target = dialable(url);
  checkTarget(target, policy);
  const offered = protocols.length > 0 ? protocols : undefined;
  if (Object.keys(headers).length === 0) return offered ? new Socket(target, offered) : new Socket(target);
  return headerStyle(WebSocket) === 'inside'
    ? new Socket(target, { protocols, headers })
    : new Socket(target, protocols, { headers });
}
