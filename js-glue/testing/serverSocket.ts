import type { Data } from './data.ts';
import { InProcessSocket } from './inProcessSocket.ts';
import { MockConnection, type ServerEnd } from './mockConnection.ts';

/** The client's end of a connection to a server: what the server gives out as its `WebSocket`. */
export class ServerSocket extends InProcessSocket {
  readonly #connection: MockConnection;

  constructor(
    server: ServerEnd,
    onDial: (connection: MockConnection) => void,
    url: string | URL,
    protocols: string | readonly string[] = [],
    options: { readonly headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(url);
    const dial = { url: this.url, protocols: [protocols].flat(), headers: { ...options.headers } };
    this.#connection = new MockConnection(server, dial, {
      open: (protocol) => this.open(protocol),
      receive: (data) => this.receive(data),
      finish: (code, reason, wasClean) => this.finish(code, reason, wasClean),
    });
    onDial(this.#connection);
    this.#connection.arrive();
  }

  protected override transmit(data: Data): void {
    this.#connection.take(data);
  }

  protected override hangUp(wasOpen: boolean, code: number | undefined, reason: string): void {
    this.#connection.leave(wasOpen, code, reason);
  }
}
