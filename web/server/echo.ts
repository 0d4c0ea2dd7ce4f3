import type { Connection } from './connections.js';
import type { Ledger } from './ledger.js';
import type { Endpoint } from './ws-routes.js';

/** With this much unread by the client we stop reading from it: it must take its echoes first. */
const HIGH_WATER_BYTES = 1024 * 1024;

/**
 * `/ws-test`: a text T comes back as `{"type":"echo","message":T}` (S4.147), a binary frame as it is.
 * There is no rate limit here, so that tests can push; back-pressure keeps memory bounded instead.
 */
export function echoEndpoint(ledger: Ledger): Endpoint {
  return (connection) => {
    const { id: connectionId, path, socket } = connection;
    socket.on('message', (data: Buffer, isBinary) => {
      const text = isBinary ? undefined : data.toString();
      ledger.record({ path, connectionId, type: isBinary ? '#binary' : '#text', data: text ?? data });
      if (!connection.isOpen) return;
      connection.transmit(text === undefined ? data : JSON.stringify({ type: 'echo', message: text }), () => {
        if (socket.isPaused && socket.bufferedAmount <= HIGH_WATER_BYTES) socket.resume();
      });
      pauseWhileBehind(connection);
    });
  };
}

function pauseWhileBehind({ socket }: Connection): void {
  if (socket.bufferedAmount > HIGH_WATER_BYTES) socket.pause();
}
