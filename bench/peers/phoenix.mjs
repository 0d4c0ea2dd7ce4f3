import { Socket } from 'phoenix';

export function open({ url, types, handler, early }) {
  const socket = new Socket(`${url}/phoenix`, { transport: WebSocket });
  socket.connect();
  const channel = socket.channel('bench', {});
  for (const type of types) channel.on(type, handler);
  const client = {
    send: (type, payload) => channel.push(type, payload),
    close: () => socket.disconnect(),
  };
  return new Promise((resolve) => {
    channel.join().receive('ok', () => resolve(client));
    early?.(client);
  });
}
