import { createServer } from 'node:http';
import { askEndpoint } from './ask.js';
import { EmbeddedResponder } from './autobot/embedded-responder.js';
import { autobotEndpoint } from './autobot/endpoint.js';
import { healthEndpoint } from './autobot/health-endpoint.js';
import { OpenAiResponder } from './autobot/openai-responder.js';
import type { Responder } from './autobot/responder.js';
import { Sessions } from './autobot/sessions.js';
import { Connections } from './connections.js';
import { DemoControl } from './demo-control.js';
import { echoEndpoint } from './echo.js';
import { Faults } from './faults.js';
import { httpRoutes } from './http-routes.js';
import { Ledger } from './ledger.js';
import { Listener } from './listener.js';
import type { ServerOptions } from './options.js';
import { StaticFiles } from './static-files.js';
import { WsRoutes } from './ws-routes.js';

export type { ChunkDelay } from './autobot/embedded-responder.js';
export type { LlmOptions } from './autobot/openai-responder.js';
export { ResponderError, type Responder, type Turn } from './autobot/responder.js';
export type { Faults } from './faults.js';
export type { FloodOptions } from './flood.js';
export type { Ledger, ReceivedFrame } from './ledger.js';
export type { ServerOptions } from './options.js';
export type { RateLimit } from './rate-limit.js';

/** A running reference backend. */
export interface ReferenceServer {
  /** The page and the HTTP routes, such as `http://127.0.0.1:8080`. */
  readonly url: string;
  /** The `autobot` endpoint, such as `ws://127.0.0.1:8080/ws`. */
  readonly wsUrl: string;
  readonly port: number;
  /** WebSockets open now, on all paths. */
  readonly connectionCount: number;
  /** What has arrived so far. */
  readonly received: Ledger;
  /** Trouble on demand. */
  readonly faults: Faults;
  /** Closes every connection (default code 1001) and stops. Resolves when the port is free and no timer is left. */
  close(code?: number, reason?: string): Promise<void>;
}

/** A client that does not answer our close frame is cut off after this. */
const CLOSE_LIMIT_MS = 1_000;

/**
 * Starts HTTP and WebSocket on one port. Several servers may run in one process.
 *
 * @throws the system's error, such as `EADDRINUSE`, when it cannot listen
 */
export async function startServer(options: ServerOptions = {}): Promise<ReferenceServer> {
  const { host = '127.0.0.1', allowedOrigins = [], log = () => {} } = options;
  const connections = new Connections();
  const ledger = new Ledger(options.onMessage);
  const sessions = new Sessions(
    { max: options.maxSessions ?? 500, idleTime: options.sessionIdleTime ?? 60_000 },
    { responder: responderFor(options), stepDelay: options.stepDelay ?? 400 },
  );
  const limits = {
    maxMessageLength: options.maxMessageLength ?? 32_768,
    rateLimit:
      options.rateLimit === false ? undefined : (options.rateLimit ?? { perSecond: 2_000, burst: 20_000 }),
  };
  const routes = new WsRoutes(
    new Map([
      ['/ws', autobotEndpoint({ sessions, limits, ledger, pingInterval: options.pingInterval ?? 30_000 })],
      ['/ws/health', healthEndpoint(limits, ledger)],
      ['/ws-test', echoEndpoint(ledger)],
      ['/ws-ask', askEndpoint(ledger)],
    ]),
    connections,
    {
      allowedOrigins,
      maxPayload: options.maxPayload ?? 1024 * 1024 + 64 * 1024,
      maxConnections: options.maxConnections ?? 2_000,
      log,
    },
  );

  const http = createServer();
  const listener = new Listener(http, host, options.port ?? 0);
  const faults = new Faults(connections, listener);
  const files = options.appDir === undefined ? undefined : new StaticFiles(options.appDir);
  const demo = options.demo ? new DemoControl(faults, allowedOrigins) : undefined;
  http.on('request', httpRoutes({ connections, files, demo }));
  http.on('upgrade', routes.onUpgrade);
  await listener.listen();
  // Running out of file handles must not end the process.
  http.on('error', (error) => log(`The HTTP server failed: ${error.message}`));

  const address = `${reachable(host)}:${listener.port}`;
  return {
    url: `http://${address}`,
    wsUrl: `ws://${address}/ws`,
    port: listener.port,
    received: ledger,
    faults,
    get connectionCount() {
      return connections.size;
    },
    async close(code = 1001, reason = 'Server is shutting down') {
      const stopped = listener.close();
      faults.closeAll(code, reason);
      const impatience = setTimeout(() => faults.cut(), CLOSE_LIMIT_MS);
      await stopped;
      clearTimeout(impatience);
      sessions.dispose();
    },
  };
}

function responderFor({ responder, llm, chunkDelay = [15, 40] }: ServerOptions): Responder {
  return responder ?? (llm ? new OpenAiResponder(llm) : new EmbeddedResponder(chunkDelay));
}

/** "Every address" is no address to dial. */
function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
