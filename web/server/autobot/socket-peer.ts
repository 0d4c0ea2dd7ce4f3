import type { Connection } from '../connections.js';
import type { Peer } from './peer.js';

/**
 * A connection as a chat's client.
 *
 * Delivery is confirmed by a protocol ping sent behind the messages: every WebSocket answers it by itself and in
 * order, so its pong proves that all before it has arrived, with no help from the application.
 */
export class SocketPeer implements Peer {
  readonly #connection: Connection;
  /** By the number in the ping, ascending. */
  readonly #awaited = new Map<number, () => void>();
  #lastPing = 0;

  constructor(connection: Connection) {
    this.#connection = connection;
    connection.socket.on('pong', (data: Buffer) => this.#settle(Number(data.toString())));
  }

  sendText(text: string): void {
    this.#connection.sendText(text);
  }

  confirm(onDelivered: () => void): void {
    if (!this.#connection.isOpen) return;
    this.#connection.flush();
    this.#lastPing += 1;
    this.#awaited.set(this.#lastPing, onDelivered);
    this.#connection.ping(String(this.#lastPing));
  }

  /** A client may answer only the latest of several pings (RFC 6455, 5.5.3), so one pong settles all before it. */
  #settle(pong: number): void {
    for (const [ping, onDelivered] of this.#awaited) {
      if (!(ping <= pong)) return;
      this.#awaited.delete(ping);
      onDelivered();
    }
  }
}
