import { createChatClient, type AuthOptions, type WebSocketConstructor } from 'chatwire';
import type { HealthResponse } from '../../messages/generated/autobot.ts';

/** The three addresses of a backend (S4.6 to S4.8). */
export interface Endpoints {
  main: string;
  test: string;
  health: string;
}

/**
 * The addresses behind a base such as `wss://autobot.example.com:8443`. One that ends in `/ws` already, as the address of
 * the main endpoint does, is understood as well.
 */
export function endpoints(base: string): Endpoints {
  const root = base.replace(/\/+$/, '').replace(/\/ws$/, '');
  return { main: `${root}/ws`, test: `${root}/ws-test`, health: `${root}/ws/health` };
}

/** Options of {@link checkHealth}. */
export interface CheckHealthOptions {
  /** How long to wait for the connection and the answer together, in milliseconds. Default 5000. */
  timeout?: number | undefined;
  auth?: AuthOptions | undefined;
  signal?: AbortSignal | undefined;
  WebSocket?: WebSocketConstructor | undefined;
}

/**
 * Asks the health endpoint of a backend how it is: opens a connection, sends `health_check` (S4.40), and closes (S4.8, C27).
 *
 * Rejects with a `ChatwireError`: `REQUEST_TIMEOUT`, `CANCELLED`, or why there was no connection.
 */
export async function checkHealth(
  base: string,
  { timeout = 5000, signal, ...options }: CheckHealthOptions = {},
): Promise<HealthResponse> {
  const client = createChatClient({
    url: endpoints(base).health,
    profile: 'autobot',
    heartbeat: false,
    reconnect: false,
    connectTimeout: timeout,
    ...options,
  });
  try {
    const connecting = client.connect();
    const answer = client.request('health_check', undefined, {
      timeout,
      signal,
      match: ({ type }) => type === 'health_response',
    });
    // The request is as good as lost where there is no connection, and only this says why.
    await Promise.race([connecting, answer]);
    return (await answer).payload as HealthResponse;
  } finally {
    client.destroy();
  }
}
