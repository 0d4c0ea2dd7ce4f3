import type { WebSocket } from 'ws';
import { Batcher, type BatchOptions } from './batches.js';

/** A client that does not read is dropped once this much waits for it, so that it cannot fill our memory. */
const MAX_BUFFERED_BYTES = 16 * 1024 * 1024;

/** One open WebSocket: its id, the path it was opened on, and safe ways to send. */
export class Connection {
  readonly id: string;
  readonly path: string;
  readonly socket: WebSocket;
  readonly #batcher: Batcher | undefined;

  constructor(id: string, path: string, socket: WebSocket, batches?: BatchOptions) {
    this.id = id;
    this.path = path;
    this.socket = socket;
    if (batches) this.#batcher = new Batcher(batches, (frame) => this.socket.send(frame));
    socket.once('close', () => this.#batcher?.drop());
  }

  get isOpen(): boolean {
    return this.socket.readyState === this.socket.OPEN;
  }

  /** Sends a text, as a frame of its own unless the client asked for several in one. Returns false, and sends nothing, when the socket is not open or hopelessly behind. */
  sendText(text: string): boolean {
    if (!this.isOpen) return false;
    if (this.socket.bufferedAmount > MAX_BUFFERED_BYTES) {
      this.socket.terminate();
      return false;
    }
    if (this.#batcher) this.#batcher.add(text);
    else this.socket.send(text);
    return true;
  }

  /** Sends what waits for a batch to fill. */
  flush(): void {
    if (this.isOpen) this.#batcher?.flush();
  }

  /** Sends a value as one JSON text frame. */
  sendJson(value: unknown): boolean {
    return this.sendText(JSON.stringify(value));
  }
}

/** All open connections of one server, on whatever path. */
export class Connections {
  readonly #open = new Map<string, Connection>();
  #lastId = 0;

  get size(): number {
    return this.#open.size;
  }

  /** Takes a socket in. It leaves by itself when it closes. */
  add(path: string, socket: WebSocket, batches?: BatchOptions): Connection {
    this.#lastId += 1;
    const connection = new Connection(`c${this.#lastId}`, path, socket, batches);
    this.#open.set(connection.id, connection);
    socket.once('close', () => this.#open.delete(connection.id));
    return connection;
  }

  get(id: string): Connection | undefined {
    return this.#open.get(id);
  }

  /** A copy, so that callers may close connections while they walk it. */
  all(): Connection[] {
    return [...this.#open.values()];
  }
}
