import { setMaxListeners } from 'node:events';
import { createServer } from 'node:http';
import { askEndpoint } from './ask.js';
import { TokenGate } from './auth/token-gate.js';
import { Tokens, type TokenRequest } from './auth/tokens.js';
import { Autobot } from './autobot/autobot.js';
import { healthEndpoint } from './autobot/health-endpoint.js';
import { Sessions } from './autobot/sessions.js';
import { chatEndpoint } from './chat/endpoint.js';
import { Connections } from './connections.js';
import { Control } from './control/control.js';
import { Dashboard } from './dashboard/dashboard.js';
import { echoEndpoint } from './echo.js';
import { Faults } from './faults.js';
import { httpRoutes } from './http-routes.js';
import { Ledger } from './ledger.js';
import { Listener } from './listener.js';
import { nexusEndpoint } from './nexus/endpoint.js';
import type { Notification } from './notification.js';
import type { ServerOptions } from './options.js';
import { Refusals } from './refusals.js';
import { EmbeddedResponder } from './responder/embedded-responder.js';
import { OpenAiResponder } from './responder/openai-responder.js';
import type { Responder } from './responder/responder.js';
import { StaticFiles } from './static-files.js';
import type { SystemServices } from './system-services.js';
import { pathOf, type System } from './systems.js';
import { Wazuh } from './wazuh/wazuh.js';
import { WsRoutes } from './ws-routes.js';

export type { TokenRequest } from './auth/tokens.js';
export type { Selection } from './connections.js';
export type { RunningTask } from './dashboard/dashboard.js';
export type { Task, TaskOutput } from './dashboard/task.js';
export type { Faults } from './faults.js';
export type { FloodOptions } from './flood.js';
export type { Ledger, ReceivedFrame } from './ledger.js';
export type { Notification } from './notification.js';
export type { ServerOptions } from './options.js';
export type { RateLimit } from './rate-limit.js';
export type { Refusal } from './refusals.js';
export type { ChunkDelay } from './responder/embedded-responder.js';
export type { LlmOptions } from './responder/openai-responder.js';
export { ResponderError, type Responder, type ToolCall, type Turn } from './responder/responder.js';
export type { System } from './systems.js';

/** A running reference backend. */
export interface ReferenceServer {
  /** The page and the HTTP routes, such as `http://127.0.0.1:8080`. */
  readonly url: string;
  /** `/ws`, such as `ws://127.0.0.1:8080/ws`. */
  readonly wsUrl: string;
  readonly port: number;
  /** WebSockets open now, on all paths. */
  readonly connectionCount: number;
  /** What has arrived so far. */
  readonly received: Ledger;
  /** Trouble on demand. */
  readonly faults: Faults;
  /** Sends any message of that system. */
  readonly autobot: Pick<Autobot, 'emit'>;
  /** Runs tasks in that system's terminal. */
  readonly dashboard: Pick<Dashboard, 'run'>;
  /** Where a system is spoken, such as `ws://127.0.0.1:8080/wazuh/ws`. */
  urlOf(system: System): string;
  /** A token for `wazuh` and `dashboard`. */
  issueToken(request: TokenRequest): string;
  /** Tells all clients of `wazuh` and `dashboard`. Returns how many that reached. */
  notify(notification: Notification): number;
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
  const { host = '127.0.0.1', allowedOrigins = [], maxSessions = 500, log = () => {} } = options;
  const end = new AbortController();
  setMaxListeners(0, end.signal); // Each answer under way listens.
  const connections = new Connections();
  const refusals = new Refusals();
  const ledger = new Ledger(options.onMessage);
  const tokens = new Tokens(options.jwtSecret ?? DEVELOPMENT_SECRET);
  const tokenGate = new TokenGate(tokens);
  const services: SystemServices = {
    limits: limitsOf(options),
    ledger,
    responder: responderFor(options),
    tokenGate,
    pingInterval: options.pingInterval ?? 30_000,
    signal: end.signal,
  };
  const sessions = new Sessions(
    { max: maxSessions, idleTime: options.sessionIdleTime ?? 60_000 },
    { responder: services.responder, stepDelay: options.stepDelay ?? 400 },
  );
  const autobot = new Autobot(services, sessions, connections);
  const wazuh = new Wazuh(services, maxSessions);
  const dashboard = new Dashboard(services, options.dashboardInterval ?? 0);
  const nexus = nexusEndpoint(services, {
    apiKey: options.apiKey ?? DEVELOPMENT_KEY,
    publicKeys: options.publicKeys,
    authTimeout: options.authTimeout ?? 10_000,
  });
  const routes = new WsRoutes(
    {
      systems: {
        autobot: autobot.open,
        wazuh: wazuh.open,
        chat: chatEndpoint(services, maxSessions),
        dashboard: dashboard.open,
        nexus,
      },
      fallback: options.system ?? 'autobot',
      others: new Map([
        ['/ws/health', healthEndpoint(services.limits, ledger)],
        ['/ws-test', echoEndpoint(ledger)],
        ['/ws-ask', askEndpoint(ledger)],
      ]),
    },
    connections,
    {
      allowedOrigins,
      maxPayload: options.maxPayload ?? 1024 * 1024 + 64 * 1024,
      maxConnections: options.maxConnections ?? 2_000,
      refusals,
      log,
    },
  );

  const http = createServer();
  const listener = new Listener(http, host, options.port ?? 0);
  const faults = new Faults({ connections, listener, refusals, tokenGate });
  const notify = (notification: Notification): number =>
    wazuh.notify(notification) + dashboard.notify(notification);
  const files = options.appDir === undefined ? undefined : new StaticFiles(options.appDir);
  const control = options.demo
    ? new Control({ faults, tokens, ledger, autobot, dashboard, notify }, allowedOrigins)
    : undefined;
  http.on(
    'request',
    httpRoutes({ connections, files, control, isWebSocket: (path) => routes.speaksAt(path) }),
  );
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
    autobot,
    dashboard,
    get connectionCount() {
      return connections.size;
    },
    urlOf: (system) => `ws://${address}${pathOf(system)}`,
    issueToken: (request) => tokens.issue(request),
    notify,
    async close(code = 1001, reason = 'Server is shutting down') {
      end.abort();
      const stopped = listener.close();
      faults.closeAll(code, reason);
      const impatience = setTimeout(() => faults.cut(), CLOSE_LIMIT_MS);
      await stopped;
      clearTimeout(impatience);
      sessions.dispose();
    },
  };
}

/** For trying things out: whoever can read this can make tokens, and has the key. */
const DEVELOPMENT_SECRET = 'chatwire-development-secret';
const DEVELOPMENT_KEY = 'chatwire-development-key';

function limitsOf({ maxMessageLength = 32_768, rateLimit }: ServerOptions): SystemServices['limits'] {
  const limit = rateLimit ?? { perSecond: 2_000, burst: 20_000 };
  return { maxMessageLength, rateLimit: limit === false ? undefined : limit };
}

function responderFor({ responder, llm, chunkDelay = [15, 40] }: ServerOptions): Responder {
  return responder ?? (llm ? new OpenAiResponder(llm) : new EmbeddedResponder(chunkDelay));
}

/** "Every address" is no address to dial. */
function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
