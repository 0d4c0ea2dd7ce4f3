import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach } from 'vitest';
import { WebSocketServer, type ServerOptions, type WebSocket } from 'ws';

/** A connection as the server sees it. */
export interface RawConnection {
  readonly socket: WebSocket;
  readonly frames: (string | Buffer)[];
  closed: { code: number; reason: string } | undefined;
}

const servers: RawServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.kill()));
});

/** A plain `ws` server that records what arrives, and can die and come back on its port. */
export class RawServer {
  readonly connections: RawConnection[] = [];
  /** Called for each frame, e.g. to answer it. */
  onFrame: (connection: RawConnection, frame: string | Buffer) => void = () => {};
  onConnection: (connection: RawConnection) => void = () => {};
  #server: WebSocketServer | undefined;
  #port = 0;
  readonly #options: ServerOptions;

  private constructor(options: ServerOptions) {
    this.#options = options;
  }

  /** On a free port of the loopback device; ends with the test. */
  static async start(options: ServerOptions = {}): Promise<RawServer> {
    const server = new RawServer(options);
    servers.push(server);
    await server.listen();
    return server;
  }

  get url(): string {
    return `ws://127.0.0.1:${this.#port}`;
  }

  /** The newest connection; fails if there was none. */
  get last(): RawConnection {
    const connection = this.connections.at(-1);
    if (!connection) throw new Error('Nobody has connected');
    return connection;
  }

  /** All text frames, over all connections, in the order of their arrival. */
  get texts(): string[] {
    return this.connections.flatMap(({ frames }) => frames.filter((frame) => typeof frame === 'string'));
  }

  get live(): number {
    return this.connections.filter(({ closed }) => !closed).length;
  }

  /** On the port that it had before. */
  async listen(): Promise<void> {
    const server = new WebSocketServer({ host: '127.0.0.1', port: this.#port, ...this.#options });
    server.on('connection', (socket) => this.#take(socket));
    await once(server, 'listening');
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  /** Cuts all connections without a close frame, and listens no longer. */
  async kill(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (!server) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const socket of server.clients) socket.terminate();
    await closed;
  }

  #take(socket: WebSocket): void {
    const connection: RawConnection = { socket, frames: [], closed: undefined };
    this.connections.push(connection);
    socket.on('error', () => {});
    socket.on('message', (data: Buffer, isBinary) => {
      const frame = isBinary ? data : data.toString();
      connection.frames.push(frame);
      this.onFrame(connection, frame);
    });
    socket.on('close', (code, reason) => (connection.closed = { code, reason: reason.toString() }));
    this.onConnection(connection);
  }
}
