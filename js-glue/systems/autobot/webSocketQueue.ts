import type { Unsubscribe } from 'chatwire';
import { isOpen, onOpen, sendText, type Link } from './link.ts';

/** How many messages wait at most (S4.130). */
const MAX_QUEUE_SIZE = 1000;

/** Options of {@link WebSocketQueue}. */
export interface WebSocketQueueOptions {
  /** Gets each message that had to make room for a newer one. Default: the console is told that there was one. */
  onDrop?: ((message: unknown) => void) | undefined;
}

interface Entry {
  readonly message: unknown;
  readonly text: string;
}

/**
 * Messages that wait for a socket, the oldest first (S4.129 to S4.136). Of a client it holds them until there is a
 * connection; but a client has an outbox of its own (docs/OUTBOX.md), and needs no queue.
 */
export class WebSocketQueue {
  readonly #onDrop: (message: unknown) => void;
  #waiting: Entry[] = [];
  #link: Link | undefined;
  #stopListening: Unsubscribe | undefined;
  #isFlushing = false;

  constructor({ onDrop = warn }: WebSocketQueueOptions = {}) {
    this.#onDrop = onDrop;
  }

  /** The socket to send on from now on; `null` for none. What waits is sent at once, or when it opens. */
  setWebSocket(link: Link | null): void {
    this.#stopListening?.();
    this.#link = link ?? undefined;
    this.#stopListening = link ? onOpen(link, () => this.#flush()) : undefined;
    this.#flush();
  }

  /**
   * Sends a message as JSON, behind those that wait. At the cap the oldest makes room.
   *
   * @throws TypeError for what has no JSON.
   */
  send(message: unknown): void {
    const text: unknown = JSON.stringify(message);
    if (typeof text !== 'string') throw new TypeError('chatwire: a message must have JSON');
    this.#waiting.push({ message, text });
    this.#flush();
    if (this.#waiting.length <= MAX_QUEUE_SIZE) return;
    const [oldest] = this.#waiting.splice(0, 1);
    this.#onDrop(oldest?.message);
  }

  /** Forgets what waits. */
  clearQueue(): void {
    this.#waiting = [];
  }

  /** How many messages wait. */
  getQueueSize(): number {
    return this.#waiting.length;
  }

  /** A message that the socket refuses waits for the next chance, and those behind it with it. */
  #flush(): void {
    if (this.#isFlushing) return;
    this.#isFlushing = true;
    try {
      while (this.#link && isOpen(this.#link)) {
        const next = this.#waiting[0];
        if (!next) break;
        sendText(this.#link, next.text);
        if (this.#waiting[0] === next) this.#waiting.shift();
      }
    } catch (error) {
      console.error('WebSocket send failed; the message waits:', error);
    } finally {
      this.#isFlushing = false;
    }
  }
}

function warn(): void {
  console.warn('WebSocket queue is full: the oldest message was dropped.');
}
