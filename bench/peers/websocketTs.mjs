import { ArrayQueue, WebsocketBuilder } from 'websocket-ts';
import { receiver } from './overSocket.mjs';

export function open(settings) {
  const receive = receiver(settings);
  return new Promise((resolve) => {
    const socket = new WebsocketBuilder(`${settings.url}/plain`)
      .withBuffer(new ArrayQueue())
      .onMessage((_, { data }) => receive(data))
      .onOpen(() => queueMicrotask(() => resolve(client)))
      .build();
    const client = {
      send: (type, payload) => socket.send(JSON.stringify({ type, payload })),
      close: () => socket.close(),
    };
    settings.early?.(client);
  });
}
