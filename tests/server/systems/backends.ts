import { afterEach, describe, expect } from 'vitest';
import { startServer } from '../../../web/server/server.js';
import { startFastapi } from '../../support/fastapiServer.js';
import { TestClient, type DialOptions } from '../harness.js';
import { faultOf, type SystemName } from './shapes.js';

/** Settings of a backend that the tests change; each has an environment variable (web/server/PROTOCOL.md). */
export interface BackendOptions {
  readonly system?: SystemName;
  readonly publicKeys?: readonly string[];
  readonly rateLimit?: { readonly perSecond: number; readonly burst: number };
  readonly maxPayload?: number;
  /** Milliseconds. */
  readonly authTimeout?: number;
  /** Milliseconds. */
  readonly pingInterval?: number;
  /** Milliseconds. */
  readonly chunkDelay?: number;
}

/** A backend that was started for a test, in this process or in another. */
export interface RunningBackend {
  /** Such as `http://127.0.0.1:8080`. */
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/**
 * Starts a backend with its control routes, on a free port of 127.0.0.1: no sample tasks, and where the options say nothing
 * no pings and no pauses in answers.
 */
export type StartBackend = (options: BackendOptions) => Promise<RunningBackend>;

const startNode: StartBackend = async (options) => {
  const server = await startServer({ demo: true, chunkDelay: 0, pingInterval: 0, ...options });
  return { url: server.url, stop: () => server.close() };
};

const startFastapiBackend: StartBackend = ({ system, publicKeys, rateLimit, maxPayload, ...times }) => {
  const { authTimeout, pingInterval = 0, chunkDelay = 0 } = times;
  const environment = {
    CHATWIRE_SYSTEM: system,
    CHATWIRE_PUBLIC_KEYS: publicKeys?.join(),
    CHATWIRE_RATE_LIMIT: rateLimit && `${rateLimit.perSecond}/${rateLimit.burst}`,
    CHATWIRE_MAX_PAYLOAD: maxPayload,
    CHATWIRE_AUTH_TIMEOUT: authTimeout,
    CHATWIRE_PING_INTERVAL: pingInterval,
    CHATWIRE_CHUNK_DELAY: chunkDelay,
    CHATWIRE_DASHBOARD_INTERVAL: 0,
  };
  const given = Object.entries(environment).filter(([, value]) => value !== undefined);
  return startFastapi(Object.fromEntries(given.map(([name, value]) => [name, String(value)])));
};

const BACKENDS: readonly (readonly [string, StartBackend])[] = [
  ['Node', startNode],
  ['FastAPI', startFastapiBackend],
];

/** Where each system is spoken. */
const PATHS: Readonly<Record<SystemName, string>> = {
  autobot: '/autobot/ws',
  wazuh: '/wazuh/ws',
  chat: '/chat/ws',
  dashboard: '/dashboard/ws',
  nexus: '/nexus',
};

const started: RunningBackend[] = [];
const watched: { readonly client: TestClient; readonly system: SystemName }[] = [];

/** A backend under test. All that the tests want of it goes over its sockets and its control routes. */
export class Backend {
  readonly #running: RunningBackend;

  constructor(running: RunningBackend) {
    this.#running = running;
  }

  get url(): string {
    return this.#running.url;
  }

  /** Opens a WebSocket to a path. */
  dial(path: string, options?: DialOptions): Promise<TestClient> {
    return TestClient.open(this.url.replace('http', 'ws') + path, options);
  }

  /** Opens a WebSocket to a system, all of whose frames must be as its catalog says. */
  async open(system: SystemName, query = '', options?: DialOptions): Promise<TestClient> {
    const client = await this.dial(PATHS[system] + query, options);
    watched.push({ client, system });
    return client;
  }

  /** Asks for trouble, or for something to happen: `POST /demo/<action>`. */
  control(
    action: string,
    query: Readonly<Record<string, string | number>> = {},
    body?: object,
  ): Promise<any> {
    const parameters = Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]);
    return this.#post(`/demo/${action}?${new URLSearchParams(parameters)}`, body);
  }

  /** A fresh token. */
  async token(user: string, more: object = {}): Promise<string> {
    const { token } = await this.#post('/auth/token', { user, ...more });
    return token as string;
  }

  /** How many frames of a type have arrived. */
  async received(type: string): Promise<number> {
    const response = await fetch(`${this.url}/demo/received`);
    const { counts } = (await response.json()) as { counts: Record<string, number> };
    return counts[type] ?? 0;
  }

  async #post(path: string, body?: object): Promise<any> {
    const response = await fetch(this.url + path, {
      method: 'POST',
      ...(body && { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
    });
    return { status: response.status, ...((await response.json()) as object) };
  }
}

/** Runs the tests against each backend. */
export function describeBackends(
  title: string,
  tests: (start: (options?: BackendOptions) => Promise<Backend>) => void,
): void {
  describe.each(BACKENDS)(`${title}, %s`, (_name, startBackend) => {
    tests(async (options = {}) => {
      const running = await startBackend(options);
      started.push(running);
      return new Backend(running);
    });
  });
}

afterEach(async () => {
  const seen = watched.splice(0);
  await Promise.all(started.splice(0).map((backend) => backend.stop()));
  for (const { client, system } of seen) {
    const faults = client.frames
      .map((frame) => faultOf(system, frame))
      .filter((fault) => fault !== undefined);
    expect(faults, `frames of ${system} that are not as its catalog says`).toEqual([]);
  }
});
