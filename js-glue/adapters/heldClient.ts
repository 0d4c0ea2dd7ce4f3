import {
  createChatClient,
  shareChatClient,
  type ChatClient,
  type ChatClientOptions,
  type SharedClientOptions,
} from 'chatwire';
import { credentialsOf } from '../systems/nexus/credentials.ts';
import type { ApiKey } from '../systems/nexus/config.ts';
import { latest } from './latest.ts';
import type { HeldClient, OpenClient, UseWebSocketOptions } from './webSocketStore.ts';

/** What the hook of the `nexus` system takes, and what all hooks take (C16). */
export interface KeyedOptions extends UseWebSocketOptions {
  url: NonNullable<ChatClientOptions['url']>;
  /** Sent as the header `x-api-key`, from browsers as a sub-protocol (docs/systems/nexus.md). A function is asked at each dial. */
  apiKey?: ApiKey | undefined;
  /** Delay before the first retry; doubles with each. Default 1000 ms. */
  reconnectInterval?: number | undefined;
  /** Failed dials before giving up. Default 5. */
  maxReconnectAttempts?: number | undefined;
}

let configured: ChatClient | SharedClientOptions | undefined;

/**
 * Says whose connection `useWebSocket()` without arguments shows where no provider is around it (C16): a client of one's own,
 * or the options of one that is connected while a component uses it. `undefined` takes it back.
 */
export function configureWebSocket(clientOrOptions: ChatClient | SharedClientOptions | undefined): void {
  configured = clientOrOptions;
}

/** What {@link configureWebSocket} said last. */
export function configuredWebSocket(): ChatClient | SharedClientOptions | undefined {
  return configured;
}

/** A client that was made elsewhere, or a share in the one of these options. */
export function hold(clientOrOptions: ChatClient | SharedClientOptions): HeldClient {
  return 'getSnapshot' in clientOrOptions
    ? { client: clientOrOptions, release: () => undefined, connects: false }
    : { ...shareChatClient(clientOrOptions), connects: true };
}

/** A client of the `autobot` system. */
export function openByUrl(url: string): OpenClient {
  return (current) => {
    const { reconnectAttempts: maxAttempts, reconnectDelay: initialDelay } = current();
    return own({ ...common(current()), url, profile: 'autobot', reconnect: { maxAttempts, initialDelay } });
  };
}

/** A client of the `nexus` system. The functions among its options are the newest ones at each dial. */
export const openByKey: OpenClient = (current) => {
  const newest = current as () => KeyedOptions;
  const options = newest();
  const { url, apiKey, reconnectInterval, maxReconnectAttempts, reconnectAttempts, reconnectDelay } = options;
  return own({
    ...common(options),
    ...credentialsOf(
      { ...options, apiKey: typeof apiKey === 'function' ? () => latest(newest().apiKey) : apiKey },
      () => {},
    ),
    url: typeof url === 'function' ? (request) => latest(newest().url, request) : url,
    profile: 'nexus',
    reconnect: {
      maxAttempts: maxReconnectAttempts ?? reconnectAttempts,
      initialDelay: reconnectInterval ?? reconnectDelay,
    },
  });
};

/** What makes another connection: functions are taken to be the same, for the newest is asked. */
export function identityOf(options: KeyedOptions): string {
  const { url, apiKey, reconnectInterval, maxReconnectAttempts, reconnectAttempts, reconnectDelay } = options;
  const values = [url, apiKey].map((value) => (typeof value === 'function' ? 'function' : String(value)));
  return JSON.stringify([
    ...values,
    ...[reconnectInterval, maxReconnectAttempts, reconnectAttempts, reconnectDelay, options.offline],
  ]);
}

function own(options: ChatClientOptions): HeldClient {
  const client = createChatClient(options);
  return { client, release: () => client.destroy(), connects: true };
}

function common({ offline, thread, WebSocket }: UseWebSocketOptions): ChatClientOptions {
  return { thread, WebSocket, ...(offline === 'drop' && { outbox: false }) };
}
