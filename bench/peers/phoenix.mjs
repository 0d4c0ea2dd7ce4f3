import { Socket } from 'phoenix';

export function open({ url, types, handler }) {
  const socket = new Socket(`${url}/phoenix`, { transport: WebSocket });
  socket.connect();
  const channel = socket.channel('bench', {});
  for (const type of types) channel.on(type, handler);
  return new Promise((resolve) => {
    channel.join().receive('ok', () =>
      resolve({
        send: (type, payload) => channel.push(type, payload),
        close: () => socket.disconnect(),
      }),
    );
  });
}
