import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';

const gates: Gate[] = [];

afterEach(() => {
  for (const gate of gates.splice(0)) gate.close();
});

/** What stands between a client and its WebSocket server: it answers upgrades with a plain HTTP response until it opens. */
export class Gate {
  /** The requests for an upgrade, in the order of their arrival. */
  readonly requests: IncomingMessage[] = [];
  /** Who was let in. */
  readonly guests: WebSocket[] = [];
  /** The status line, header lines and body to answer with; nothing: it is open. */
  response: string | undefined;
  readonly #server: Server = createServer();
  readonly #sockets = new WebSocketServer({ noServer: true });

  private constructor(response: string) {
    this.response = response;
    this.#server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
      this.requests.push(request);
      socket.on('error', () => {});
      if (this.response !== undefined) socket.end(this.response);
      else this.#sockets.handleUpgrade(request, socket, head, (guest) => this.guests.push(guest));
    });
  }

  /** On a free port of the loopback device; ends with the test. */
  static async start(response: string): Promise<Gate> {
    const gate = new Gate(response);
    gates.push(gate);
    gate.#server.listen(0, '127.0.0.1');
    await once(gate.#server, 'listening');
    return gate;
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}/ws`;
  }

  close(): void {
    for (const guest of this.guests) guest.terminate();
    this.#server.close();
  }
}

/** A response as it goes over the wire. */
export function httpResponse(status: string, headers: Record<string, string> = {}, body = ''): string {
  const lines = Object.entries({
    'Content-Length': Buffer.byteLength(body),
    Connection: 'close',
    ...headers,
  });
  return [`HTTP/1.1 ${status}`, ...lines.map(([name, value]) => `${name}: ${value}`), '', body].join('\r\n');
}
