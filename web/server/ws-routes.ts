import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { batchOptions } from './batches.js';
import type { Connection, Connections } from './connections.js';
import { isAllowedOrigin } from './origin.js';
import { requestUrl } from './request-url.js';

/** Takes over a connection that was just opened. */
export type Endpoint = (connection: Connection, url: URL) => void;

/** Who may open a WebSocket, and how large its frames may be. */
export interface UpgradeRules {
  readonly allowedOrigins: readonly string[];
  readonly maxPayload: number;
  readonly maxConnections: number;
  readonly log: (line: string) => void;
}

/** Answers HTTP upgrades: the right endpoint for a path, or a plain HTTP refusal. */
export class WsRoutes {
  readonly #endpoints: ReadonlyMap<string, Endpoint>;
  readonly #connections: Connections;
  readonly #rules: UpgradeRules;
  readonly #handshake: WebSocketServer;

  constructor(endpoints: ReadonlyMap<string, Endpoint>, connections: Connections, rules: UpgradeRules) {
    this.#endpoints = endpoints;
    this.#connections = connections;
    this.#rules = rules;
    this.#handshake = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      maxPayload: rules.maxPayload,
      // By default `ws` agrees to the first sub-protocol offered. We speak none, and must not claim to.
      handleProtocols: () => false,
    });
  }

  /** The listener for the HTTP server's `upgrade` event. */
  readonly onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    socket.on('error', () => socket.destroy());
    const url = requestUrl(request);
    if (!url) return refuse(socket, 400);
    const endpoint = this.#endpoints.get(url.pathname);
    if (!endpoint) return refuse(socket, 404);
    const { origin, host } = request.headers;
    if (!isAllowedOrigin(origin, host, this.#rules.allowedOrigins)) {
      this.#rules.log(`Refused a WebSocket from origin ${JSON.stringify(origin)}: allow it if it is yours.`);
      return refuse(socket, 403);
    }
    if (this.#connections.size >= this.#rules.maxConnections) return refuse(socket, 503);

    this.#handshake.handleUpgrade(request, socket, head, (webSocket) => {
      // Protocol errors (too large, bad UTF-8) close the socket with their own code; without a listener the
      // event would end the process.
      webSocket.on('error', (error) => this.#rules.log(`A WebSocket failed: ${error.message}`));
      endpoint(this.#connections.add(url.pathname, webSocket, batchOptions(url)), url);
    });
  };
}

function refuse(socket: Duplex, status: number): void {
  socket.once('finish', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
