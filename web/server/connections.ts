import type { WebSocket } from 'ws';
import { Batcher, type BatchOptions } from './batches.js';
import { SlowLane } from './slow-lane.js';
import type { System } from './systems.js';

/** A client that does not read is dropped once this much waits for it, so that it cannot fill our memory. */
const MAX_BUFFERED_BYTES = 16 * 1024 * 1024;
/** A frozen connection ends at last, since nobody can be sure that its client will. */
const FROZEN_LIMIT_MS = 5 * 60_000;

/** Where a connection was opened, and how. */
export interface ConnectionPlace {
  readonly path: string;
  /** Undefined for the echo and its kind. */
  readonly system: System | undefined;
  /** What the client calls itself, so that it can be found again over all of its connections. */
  readonly client?: string | undefined;
  readonly batches: BatchOptions | undefined;
  /** Texts travel as UTF-8 in binary frames, as the client asked for it in the address: `?frames=binary`. */
  readonly inBinary: boolean;
}

/** One open WebSocket: its id, what it speaks, and safe ways to send. */
export class Connection {
  readonly id: string;
  readonly path: string;
  readonly system: System | undefined;
  readonly client: string | undefined;
  readonly socket: WebSocket;
  readonly #batcher: Batcher | undefined;
  readonly #inBinary: boolean;
  readonly #lane = new SlowLane();
  #isFrozen = false;

  constructor(id: string, { path, system, client, batches, inBinary }: ConnectionPlace, socket: WebSocket) {
    this.id = id;
    this.path = path;
    this.system = system;
    this.client = client;
    this.socket = socket;
    this.#inBinary = inBinary;
    if (batches) this.#batcher = new Batcher(batches, (frame) => this.#transmitText(frame));
    socket.once('close', () => {
      this.#batcher?.drop();
      this.#lane.clear();
    });
  }

  get isOpen(): boolean {
    return this.socket.readyState === this.socket.OPEN;
  }

  get isFrozen(): boolean {
    return this.#isFrozen;
  }

  /** Sends a text, as a frame of its own unless the client asked for several in one. Returns false, and sends nothing, when the socket is not open or hopelessly behind. */
  sendText(text: string): boolean {
    if (!this.isOpen) return false;
    if (this.socket.bufferedAmount + this.#lane.bytes > MAX_BUFFERED_BYTES) {
      this.socket.terminate();
      return false;
    }
    if (this.#batcher) this.#batcher.add(text);
    else this.#transmitText(text);
    return true;
  }

  /** Sends a value as one JSON text frame. */
  sendJson(value: unknown): boolean {
    return this.sendText(JSON.stringify(value));
  }

  #transmitText(text: string): void {
    this.transmit(this.#inBinary ? Buffer.from(text) : text);
  }

  /** Sends one frame as it is: text for a string, else binary. `onWritten` is called when the system has it. */
  transmit(frame: string | Uint8Array, onWritten?: () => void): void {
    this.#lane.run(frame.length, () => {
      if (this.isOpen && !this.#isFrozen) this.socket.send(frame, onWritten);
    });
  }

  /** A ping of the protocol, behind what was sent before it. */
  ping(data?: string): void {
    this.#lane.run(0, () => {
      if (this.isOpen && !this.#isFrozen) this.socket.ping(data);
    });
  }

  /** Sends what waits for a batch to fill. */
  flush(): void {
    if (this.isOpen) this.#batcher?.flush();
  }

  /** Closes with a close frame, behind what was sent before it. A frozen connection says nothing, so it is cut. */
  close(code: number, reason: string): void {
    if (this.#isFrozen) return this.socket.terminate();
    this.flush();
    this.#lane.run(0, () => this.socket.close(code, reason));
  }

  /** Delays each frame that is sent from now on. */
  slowDown(milliseconds: number): void {
    this.#lane.setDelay(milliseconds);
  }

  /** Half-open: reads, answers and sends nothing any more, not even a pong; the TCP connection stays. */
  freeze(): void {
    this.#isFrozen = true;
    this.socket.pause();
    const limit = setTimeout(() => this.socket.terminate(), FROZEN_LIMIT_MS).unref();
    this.socket.once('close', () => clearTimeout(limit));
  }
}

/** Which connections are meant: all that are given must fit. */
export interface Selection {
  readonly system?: System;
  readonly path?: string;
  /** A connection's id, as its `connection_id` says. */
  readonly connectionId?: string;
  /** What the client called itself in its address, `?client=…`. */
  readonly client?: string;
}

/** All open connections of one server, on whatever path. */
export class Connections {
  readonly #open = new Map<string, Connection>();
  /** Milliseconds by which frames are delayed, and whose. */
  readonly #delays = new Map<string, { readonly selection: Selection; readonly milliseconds: number }>();
  #lastId = 0;

  get size(): number {
    return this.#open.size;
  }

  /** Takes a socket in. It leaves by itself when it closes. */
  add(place: ConnectionPlace, socket: WebSocket): Connection {
    this.#lastId += 1;
    const connection = new Connection(`c${this.#lastId}`, place, socket);
    connection.slowDown(this.#delayOf(connection));
    this.#open.set(connection.id, connection);
    socket.once('close', () => this.#open.delete(connection.id));
    return connection;
  }

  /** A copy, so that callers may close connections while they walk it. */
  select(selection: Selection = {}): Connection[] {
    return [...this.#open.values()].filter((connection) => isChosen(connection, selection));
  }

  /** Delays each frame sent, on the connections of now and of later. 0 ends what the same selection began; without one, all. */
  slowDown(milliseconds: number, selection: Selection = {}): void {
    const key = JSON.stringify(selection);
    if (key === '{}') this.#delays.clear();
    if (milliseconds > 0) this.#delays.set(key, { selection, milliseconds });
    else this.#delays.delete(key);
    for (const connection of this.#open.values()) connection.slowDown(this.#delayOf(connection));
  }

  /** The longest of those that hold for it. */
  #delayOf(connection: Connection): number {
    const delays = [...this.#delays.values()].filter(({ selection }) => isChosen(connection, selection));
    return Math.max(0, ...delays.map(({ milliseconds }) => milliseconds));
  }
}

function isChosen(connection: Connection, { system, path, connectionId, client }: Selection): boolean {
  return (
    connection.system === (system ?? connection.system) &&
    connection.path === (path ?? connection.path) &&
    connection.id === (connectionId ?? connection.id) &&
    connection.client === (client ?? connection.client)
  );
}
