import type { Connection } from './connections.js';

/**
 * Sends a ping of the protocol at each interval, beside it the system's own `message` if it has one, and cuts a connection
 * that showed no sign of life for a whole interval: any frame counts, and so does the pong that every WebSocket sends by
 * itself. So a client that does not answer the system's ping keeps its connection, and one that vanished does not keep
 * ours.
 */
export function startKeepAlive(connection: Connection, interval: number, message?: object): void {
  if (interval <= 0) return;
  const { socket } = connection;
  let isAlive = true;
  const noteLife = (): void => {
    isAlive = true;
  };
  socket.on('message', noteLife);
  socket.on('pong', noteLife);
  const timer = setInterval(() => {
    if (connection.isFrozen) return;
    if (!isAlive) {
      socket.terminate();
      return;
    }
    isAlive = false;
    if (message) connection.sendJson(message);
    // Not behind what waits on a slow line: nobody else is to be taken for dead.
    if (connection.isOpen) socket.ping();
  }, interval);
  timer.unref();
  socket.once('close', () => clearInterval(timer));
}
