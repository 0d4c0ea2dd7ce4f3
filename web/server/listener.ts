import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** How long `listenAgain()` tries for a port that somebody else took meanwhile. */
const REBIND_LIMIT_MS = 5_000;
const REBIND_PAUSE_MS = 100;

/** The listening side of an HTTP server: it can stop, and come back on the port it had. */
export class Listener {
  readonly #server: Server;
  readonly #host: string;
  #port: number;
  #isClosed = false;

  constructor(server: Server, host: string, port: number) {
    this.#server = server;
    this.#host = host;
    this.#port = port;
  }

  /** The port in use; with 0 asked for, known once `listen()` has resolved. */
  get port(): number {
    return this.#port;
  }

  async listen(): Promise<void> {
    const listening = once(this.#server, 'listening'); // Rejects on 'error'.
    this.#server.listen(this.#port, this.#host);
    await listening;
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /**
   * Stops listening and drops plain HTTP connections. Resolves when nothing is left: upgraded sockets are not
   * HTTP's any more, so the caller must close those.
   */
  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  /** Stops for good: a `listenAgain()` under way gives up. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.stop();
  }

  /** `listen()` on the old port, with patience: another program may hold it for a moment. */
  async listenAgain(): Promise<void> {
    const deadline = Date.now() + REBIND_LIMIT_MS;
    while (!this.#server.listening && !this.#isClosed) {
      try {
        await this.listen();
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || Date.now() > deadline) throw error;
        await sleep(REBIND_PAUSE_MS);
      }
    }
  }
}
