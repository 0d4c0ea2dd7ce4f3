import type { Connection } from '../connections.js';

/**
 * Sends `{"type":"ping"}` at each interval (S4.11) and cuts a connection that showed no sign of life for a whole
 * one: any frame counts, and so does the pong of the protocol, which every WebSocket sends by itself. So a client
 * that does not answer our `ping` keeps its connection, and one that vanished does not keep ours.
 */
export function startKeepAlive(connection: Connection, interval: number): void {
  if (interval <= 0) return;
  const { socket } = connection;
  let isAlive = true;
  const noteLife = (): void => {
    isAlive = true;
  };
  socket.on('message', noteLife);
  socket.on('pong', noteLife);
  const timer = setInterval(() => {
    if (!isAlive) {
      socket.terminate();
      return;
    }
    isAlive = false;
    connection.sendJson({ type: 'ping' });
    if (connection.isOpen) socket.ping();
  }, interval);
  timer.unref();
  socket.once('close', () => clearInterval(timer));
}
