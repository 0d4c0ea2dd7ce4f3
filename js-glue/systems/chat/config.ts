import { chat, type ChatClientOptions, type ReconnectOptions } from 'chatwire';
import { check } from '../shared/check.ts';
import { publicUrl } from '../shared/publicUrl.ts';
import { callbackNames, type ConnectionState, type WebSocketEvents } from './events.ts';

const ENDPOINT = '/ws';
const callbacks = [...Object.values(callbackNames), 'onStateChange'] as const;

/**
 * How a {@link ChatWebSocket} is made (S1.11 to S1.22). `undefined` means "not given" (W15). Any other option of the client
 * may be given as well.
 */
export interface WebSocketConfig extends Omit<ChatClientOptions, 'url' | 'profile' | 'reconnect'> {
  /**
   * Default: `NEXT_PUBLIC_WS_URL`, else `ws://localhost:8000`; with `/ws` behind it, unless its path ends in that (C26).
   */
  url?: string | undefined;
  /** Come back after a lost link. Default true. An object says more than the two numbers below can. */
  reconnect?: boolean | ReconnectOptions | undefined;
  /** Delay before the first retry, in milliseconds. Default 3000. */
  reconnectInterval?: number | undefined;
  /** Retries in a row before giving up; `Infinity` for never. Default 5. */
  maxReconnectAttempts?: number | undefined;
  /** The link became usable, and what was queued has left. */
  onOpen?: WebSocketEvents['open'] | undefined;
  /** A socket ended, also one that never opened. */
  onClose?: WebSocketEvents['close'] | undefined;
  /** A socket failed, or the client gave up. The event has a `code`, and an `error` that says what to do. */
  onError?: WebSocketEvents['error'] | undefined;
  /** Each message, in order. */
  onMessage?: WebSocketEvents['message'] | undefined;
  /** The state changed. Unlike the getter `state` it tells `closing` (S1.91). */
  onStateChange?: ((state: ConnectionState) => void) | undefined;
}

type Defaulted = 'url' | 'reconnect' | 'reconnectInterval' | 'maxReconnectAttempts';

/** A configuration with its defaults. */
export type ResolvedConfig = Omit<WebSocketConfig, Defaulted> & {
  [Name in Defaulted]: NonNullable<WebSocketConfig[Name]>;
};

/** @throws TypeError that names the option which is wrong. */
export function resolveConfig(config: WebSocketConfig): ResolvedConfig {
  const { url, reconnect = true, reconnectInterval, maxReconnectAttempts } = config;
  check.reconnect(reconnect);
  for (const name of callbacks) check.function(name, config[name]);
  const { initialDelay, maxAttempts } = typeof reconnect === 'object' ? reconnect : {};
  const interval = { name: 'initialDelay', value: initialDelay };
  const attempts = { name: 'maxAttempts', value: maxAttempts };
  return {
    ...config,
    url: url ?? defaultUrl(),
    reconnect,
    reconnectInterval:
      check.reconnectNumber('reconnectInterval', reconnectInterval, interval) ?? chat.reconnect.initialDelay,
    maxReconnectAttempts:
      check.reconnectNumber('maxReconnectAttempts', maxReconnectAttempts, attempts) ??
      chat.reconnect.maxAttempts,
  };
}

/** What a client does not know: the system's own options. */
const ownNames = new Set<string>([...callbacks, 'reconnectInterval', 'maxReconnectAttempts']);

/** The same as options of the client behind it. */
export function clientOptions(config: ResolvedConfig): ChatClientOptions {
  const { reconnect, reconnectInterval, maxReconnectAttempts } = config;
  const options = Object.fromEntries(Object.entries(config).filter(([name]) => !ownNames.has(name)));
  return {
    ...options,
    reconnect: reconnect && {
      // The interval is never cut to the largest delay of the system.
      maxDelay: Math.max(chat.reconnect.maxDelay, reconnectInterval),
      ...(typeof reconnect === 'object' && reconnect),
      initialDelay: reconnectInterval,
      maxAttempts: maxReconnectAttempts,
    },
  };
}

function defaultUrl(): string {
  const address = publicUrl();
  if (address === undefined) return chat.url;
  const [base = '', query = ''] = address.split(/(?=\?)/);
  const path = base.replace(/\/+$/, '');
  return path.endsWith(ENDPOINT) ? address : path + ENDPOINT + query;
}
