import { io, WebSocket as WebSocketTransport } from 'socket.io-client';

export function open({ url, types, handler, early }) {
  const socket = io(url.replace(/^ws/, 'http'), {
    path: '/socketio/',
    transports: [WebSocketTransport],
    forceNew: true,
  });
  for (const type of types) socket.on(type, handler);
  const client = {
    send: (type, payload) => socket.emit(type, payload),
    close: () => socket.disconnect(),
  };
  return new Promise((resolve) => {
    socket.on('connect', () => resolve(client));
    early?.(client);
  });
}
