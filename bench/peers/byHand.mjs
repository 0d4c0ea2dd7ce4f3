import { receiver } from './overSocket.mjs';

/** The floor that everything is measured against: what an application writes itself, with a queue until the socket is open. */
export function open(settings) {
  const socket = new WebSocket(`${settings.url}/plain`);
  const receive = receiver(settings);
  socket.onmessage = ({ data }) => receive(data);
  const queue = [];
  const client = {
    send(type, payload) {
      const text = JSON.stringify({ type, payload });
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
      else queue.push(text);
    },
    close: () => socket.close(),
  };
  return new Promise((resolve) => {
    socket.onopen = () => {
      for (const text of queue.splice(0)) socket.send(text);
      resolve(client);
    };
    settings.early?.(client);
  });
}
