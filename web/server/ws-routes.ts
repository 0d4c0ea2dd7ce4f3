import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { batchOptions } from './batches.js';
import type { Connection, Connections } from './connections.js';
import { isAllowedOrigin } from './origin.js';
import type { Refusals } from './refusals.js';
import { requestUrl } from './request-url.js';
import { chooseSystem, type Choice, type System } from './systems.js';

/** What a client asked for when it opened its WebSocket. */
export interface Dial {
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  /** The sub-protocols offered, in order. */
  readonly offered: readonly string[];
}

/** Takes over a connection that was just opened. */
export type Endpoint = (connection: Connection, dial: Dial) => void;

/** What is spoken where. */
export interface Endpoints {
  readonly systems: Readonly<Record<System, Endpoint>>;
  /** What `/ws` speaks where no sub-protocol chooses. */
  readonly fallback: System;
  /** The paths that speak no system. */
  readonly others: ReadonlyMap<string, Endpoint>;
}

/** Who may open a WebSocket, and how large its frames may be. */
export interface UpgradeRules {
  readonly allowedOrigins: readonly string[];
  readonly maxPayload: number;
  readonly maxConnections: number;
  readonly refusals: Refusals;
  readonly log: (line: string) => void;
}

/** Answers HTTP upgrades: the right endpoint for a path and a sub-protocol, or a plain HTTP refusal. */
export class WsRoutes {
  readonly #endpoints: Endpoints;
  readonly #connections: Connections;
  readonly #rules: UpgradeRules;
  readonly #handshake: WebSocketServer;

  constructor(endpoints: Endpoints, connections: Connections, rules: UpgradeRules) {
    this.#endpoints = endpoints;
    this.#connections = connections;
    this.#rules = rules;
    this.#handshake = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      maxPayload: rules.maxPayload,
      // By default `ws` agrees to the first sub-protocol offered. We must not claim to speak what we do not.
      handleProtocols: (offered, request) =>
        this.#choose(requestUrl(request)?.pathname ?? '', offered)?.protocol ?? false,
    });
  }

  /** Is there anything to open at this path? */
  speaksAt(path: string): boolean {
    return this.#endpoints.others.has(path) || this.#choose(path, []) !== undefined;
  }

  /** The listener for the HTTP server's `upgrade` event. */
  readonly onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    socket.on('error', () => socket.destroy());
    const url = requestUrl(request);
    if (!url) return refuse(socket, 400);
    const { headers } = request;
    const dial = { url, headers, offered: offeredIn(headers) };
    const path = url.pathname;
    const system = this.#choose(path, dial.offered)?.system;
    const endpoint = system ? this.#endpoints.systems[system] : this.#endpoints.others.get(path);
    if (!endpoint) return refuse(socket, 404);
    const { origin, host } = headers;
    if (!isAllowedOrigin(origin, host, this.#rules.allowedOrigins)) {
      this.#rules.log(`Refused a WebSocket from origin ${JSON.stringify(origin)}: allow it if it is yours.`);
      return refuse(socket, 403);
    }
    const refusal = this.#rules.refusals.take(path, system);
    if (refusal !== undefined) return refuse(socket, refusal);
    if (this.#connections.size >= this.#rules.maxConnections) return refuse(socket, 503);

    this.#handshake.handleUpgrade(request, socket, head, (webSocket) => {
      // Protocol errors (too large, bad UTF-8) close the socket with their own code; without a listener the
      // event would end the process.
      webSocket.on('error', (error) => this.#rules.log(`A WebSocket failed: ${error.message}`));
      const client = url.searchParams.get('client') ?? undefined;
      const inBinary = url.searchParams.get('frames') === 'binary';
      const place = { path, system, client, batches: batchOptions(url), inBinary };
      endpoint(this.#connections.add(place, webSocket), dial);
    });
  };

  #choose(path: string, offered: Iterable<string>): Choice | undefined {
    return chooseSystem(path, offered, this.#endpoints.fallback);
  }
}

function offeredIn(headers: IncomingMessage['headers']): readonly string[] {
  return (headers['sec-websocket-protocol'] ?? '').split(',').map((protocol) => protocol.trim());
}

function refuse(socket: Duplex, status: number): void {
  socket.once('finish', () => socket.destroy());
  const reason = STATUS_CODES[status] ?? 'Refused';
  socket.end(`HTTP/1.1 ${status} ${reason}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
