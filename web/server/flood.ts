import type { WebSocket } from 'ws';
import type { Connection, Selection } from './connections.js';

/** What to flood with, and whom: without a selection every client of `/ws`. */
export interface FloodOptions extends Selection {
  /** Number of messages for each client. */
  readonly count: number;
  /** Length of each frame in bytes, padded with ASCII; never below what the envelope needs. Default 245. */
  readonly size?: number;
  /** The messages' type. Default `flood`. */
  readonly type?: string;
}

/** Beyond this we wait for the socket, so that a slow reader costs no memory. */
const HIGH_WATER_BYTES = 1024 * 1024;
/** So many are written before other work gets a turn. */
const SLICE = 256;

/**
 * Sends `{type, payload: {index, count, padding}}` as fast as the client takes them, index from 0.
 * Resolves to the number handed to the socket: fewer than `count` when it closed on the way.
 */
export async function flood(connection: Connection, options: FloodOptions): Promise<number> {
  const { count, size = 245, type = 'flood' } = options;
  const { socket } = connection;
  for (let index = 0; index < count; index += 1) {
    if (!connection.isOpen) return index;
    const text = frame(type, index, count, size);
    connection.sendText(text);
    if (socket.bufferedAmount > HIGH_WATER_BYTES) await written(socket);
    if (index % SLICE === SLICE - 1) await new Promise(setImmediate);
  }
  connection.flush();
  return count;
}

/** Waits until all that was sent has been handed to the system. */
async function written(socket: WebSocket): Promise<void> {
  await new Promise<void>((resolve) => socket.ping(undefined, undefined, () => resolve()));
}

function frame(type: string, index: number, count: number, size: number): string {
  const bare = JSON.stringify({ type, payload: { index, count, padding: '' } });
  const missing = size - Buffer.byteLength(bare);
  if (missing <= 0) return bare;
  return JSON.stringify({ type, payload: { index, count, padding: 'x'.repeat(missing) } });
}
