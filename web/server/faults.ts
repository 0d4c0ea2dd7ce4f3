import type { Connections } from './connections.js';
import { flood, type FloodOptions } from './flood.js';
import type { Listener } from './listener.js';

/**
 * Trouble on demand, for tests and for the buttons of the demo page. Each method says how many connections it
 * reached; chats and replies in progress live on in memory.
 */
export class Faults {
  readonly #connections: Connections;
  readonly #listener: Listener;

  constructor(connections: Connections, listener: Listener) {
    this.#connections = connections;
    this.#listener = listener;
  }

  /** Cuts every connection without a close frame, as a dead network would (clients see code 1006). */
  cut(): number {
    const all = this.#connections.all();
    for (const { socket } of all) socket.terminate();
    return all.length;
  }

  /** Closes every connection with a close frame. `code` is 1000 to 1014 (not 1004 to 1006) or 3000 to 4999. */
  closeAll(code: number, reason = ''): number {
    const all = this.#connections.all();
    for (const { socket } of all) socket.close(code, reason);
    return all.length;
  }

  /** Cuts every connection and refuses new ones until `listenAgain()`. Resolves when the port is free. */
  async stopListening(): Promise<void> {
    const stopped = this.#listener.stop();
    this.cut();
    await stopped;
  }

  /** Listens on the same port again. */
  listenAgain(): Promise<void> {
    return this.#listener.listenAgain();
  }

  /** Gone for `milliseconds`, then back on the same port. Resolves when it is back. */
  async stopFor(milliseconds: number): Promise<void> {
    await this.stopListening();
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    await this.listenAgain();
  }

  /** Floods every client of `/ws`, or the one named. Resolves to the number of messages sent in all. */
  async flood(options: FloodOptions): Promise<number> {
    const targets = this.#connections
      .all()
      .filter(({ id, path }) => (options.connectionId ? id === options.connectionId : path === '/ws'));
    const sent = await Promise.all(targets.map((connection) => flood(connection, options)));
    return sent.reduce((sum, count) => sum + count, 0);
  }

  /** Sends this text, whatever it is, to every connection. */
  sendText(text: string): number {
    return this.#connections.all().filter((connection) => connection.sendText(text)).length;
  }

  /** Sends these bytes as one binary frame to every connection. */
  sendBinary(bytes: Uint8Array): number {
    const open = this.#connections.all().filter((connection) => connection.isOpen);
    for (const { socket } of open) socket.send(bytes, { binary: true });
    return open.length;
  }
}
