import { Centrifuge } from 'centrifuge';

/** A subscription to a channel for each type. */
export async function open({ url, types, handler, early }) {
  const client = new Centrifuge(`${url}/centrifuge`, { websocket: WebSocket });
  const ready = types.map((type) => {
    const subscription = client.newSubscription(type);
    subscription.on('publication', ({ data }) => handler(data));
    subscription.subscribe();
    return subscription.ready();
  });
  client.connect();
  const opened = {
    send: (type, payload) => void client.send({ type, payload }),
    close: () => client.disconnect(),
  };
  early?.(opened);
  await Promise.all([client.ready(), ...ready]);
  return opened;
}
