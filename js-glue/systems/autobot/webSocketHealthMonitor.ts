import type { Unsubscribe } from 'chatwire';
import { isClient, isOpen, listen, sendText, type Link, type SocketLike } from './link.ts';

/** S4.123, S4.126; in milliseconds. */
const INTERVAL = 30_000;
const TIMEOUT = 5000;
/** A code of the private range: 1006 cannot be sent. */
const PING_TIMEOUT = 4008;

/**
 * Finds dead connections by pings (S4.122 to S4.128). It begins at once, and ends with `destroy()`.
 *
 * Of a plain socket it pings every 30 s, and closes it where no pong comes in 5 s. A client of the profile `autobot` does
 * that by itself, over all its reconnects: there the monitor only says so when it happened.
 */
export class WebSocketHealthMonitor {
  readonly #stop: Unsubscribe;
  #timeout: ReturnType<typeof setTimeout> | undefined;

  constructor(link: Link) {
    this.#stop = isClient(link)
      ? link.on('error', ({ code }) => {
          if (code === 'LINK_DEAD') warn();
        })
      : this.#watch(link);
  }

  /** A pong has come. Those of a socket are heard by themselves. */
  handlePong(): void {
    clearTimeout(this.#timeout);
    this.#timeout = undefined;
  }

  /** Ends it. No ping and no close comes later. */
  destroy(): void {
    this.#stop();
    this.handlePong();
  }

  #watch(socket: SocketLike): Unsubscribe {
    const interval = setInterval(() => this.#ping(socket), INTERVAL);
    const removals = [
      listen(socket, 'message', ({ data }) => {
        if (isPong(data)) this.handlePong();
      }),
      listen(socket, 'close', () => this.handlePong()),
      () => clearInterval(interval),
    ];
    return () => {
      for (const remove of removals) remove();
    };
  }

  #ping(socket: SocketLike): void {
    if (!isOpen(socket) || this.#timeout !== undefined) return;
    sendText(socket, '{"type":"ping"}');
    this.#timeout = setTimeout(() => {
      this.#timeout = undefined;
      warn();
      socket.close(PING_TIMEOUT, 'Ping timeout');
    }, TIMEOUT);
  }
}

function isPong(data: unknown): boolean {
  // Most messages are none, and long ones are never: a look spares the parsing.
  if (typeof data !== 'string' || data.length > 200 || !data.includes('pong')) return false;
  try {
    return (JSON.parse(data) as { type?: unknown } | null)?.type === 'pong';
  } catch {
    return false;
  }
}

function warn(): void {
  console.warn('WebSocket ping timeout - connection may be dead');
}
