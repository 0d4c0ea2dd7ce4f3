import { setTimeout as sleep } from 'node:timers/promises';
import type { TokenGate } from './auth/token-gate.js';
import type { Connections, Selection } from './connections.js';
import { flood, type FloodOptions } from './flood.js';
import type { Listener } from './listener.js';
import type { Refusal, Refusals } from './refusals.js';

/** A client that does not answer a restart's close frame is cut off after this. */
const GOODBYE_LIMIT_MS = 500;

/** What faults act upon. */
export interface FaultParts {
  readonly connections: Connections;
  readonly listener: Listener;
  readonly refusals: Refusals;
  readonly tokenGate: TokenGate;
}

/**
 * Trouble on demand, for tests and for the buttons of the demo page. Each method says how many connections it
 * reached; chats and replies in progress live on in memory. Without a selection it reaches every connection.
 */
export class Faults {
  readonly #parts: FaultParts;

  constructor(parts: FaultParts) {
    this.#parts = parts;
  }

  /** Cuts connections without a close frame, as a dead network would (clients see code 1006). */
  cut(selection?: Selection): number {
    const chosen = this.#parts.connections.select(selection);
    for (const { socket } of chosen) socket.terminate();
    return chosen.length;
  }

  /** Closes connections with a close frame. `code` is 1000 to 1014 (not 1004 to 1006) or 3000 to 4999. */
  closeAll(code: number, reason = '', selection?: Selection): number {
    const chosen = this.#parts.connections.select(selection);
    for (const connection of chosen) connection.close(code, reason);
    return chosen.length;
  }

  /** Leaves connections half-open: from now on the server neither reads nor answers, but keeps the TCP connection (F13). */
  halfOpen(selection?: Selection): number {
    const chosen = this.#parts.connections.select(selection);
    for (const connection of chosen) connection.freeze();
    return chosen.length;
  }

  /**
   * Delays every frame that the server sends by so many milliseconds, on the connections of now and of later, until it is
   * called with 0 and the same selection, or with 0 alone.
   */
  slow(milliseconds: number, selection?: Selection): void {
    this.#parts.connections.slowDown(milliseconds, selection);
  }

  /** Answers the next dials with an HTTP status instead of a WebSocket. */
  refuseNext(refusal: Refusal = {}): void {
    this.#parts.refusals.add(refusal);
  }

  /** Takes every token made so far for expired, and closes the connections that one opened with 4401. */
  expireTokens(): number {
    return this.#parts.tokenGate.expireAll();
  }

  /** Cuts every connection and refuses new ones until `listenAgain()`. Resolves when the port is free. */
  async stopListening(): Promise<void> {
    const stopped = this.#parts.listener.stop();
    this.cut();
    await stopped;
  }

  /** Listens on the same port again. */
  listenAgain(): Promise<void> {
    return this.#parts.listener.listenAgain();
  }

  /** Gone for `milliseconds`, then back on the same port. Resolves when it is back. */
  async stopFor(milliseconds: number): Promise<void> {
    await this.stopListening();
    await sleep(milliseconds);
    await this.listenAgain();
  }

  /** The same, but says goodbye with 1012 as a server that is updated would. */
  async restart(milliseconds: number): Promise<void> {
    const goodbyes = this.#parts.connections
      .select()
      .map(({ socket }) => new Promise((resolve) => socket.once('close', resolve)));
    this.closeAll(1012, 'Service restart');
    await Promise.race([Promise.all(goodbyes), sleep(GOODBYE_LIMIT_MS)]);
    await this.stopFor(milliseconds);
  }

  /** Floods the connections chosen, without a choice every client of `/ws`. Resolves to the number of messages sent in all. */
  async flood(options: FloodOptions): Promise<number> {
    const { system, path, connectionId, client } = options;
    const selection = (system ?? path ?? connectionId ?? client) ? options : { path: '/ws' };
    const targets = this.#parts.connections.select(selection);
    const sent = await Promise.all(targets.map((connection) => flood(connection, options)));
    return sent.reduce((sum, count) => sum + count, 0);
  }

  /** Sends this text, whatever it is. */
  sendText(text: string, selection?: Selection): number {
    return this.#parts.connections.select(selection).filter((connection) => connection.sendText(text)).length;
  }

  /** Sends these bytes as one binary frame. */
  sendBinary(bytes: Uint8Array, selection?: Selection): number {
    const open = this.#parts.connections.select(selection).filter((connection) => connection.isOpen);
    for (const connection of open) connection.transmit(bytes);
    return open.length;
  }
}
