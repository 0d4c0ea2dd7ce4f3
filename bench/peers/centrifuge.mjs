import { Centrifuge } from 'centrifuge';

/** A subscription to a channel for each type. */
export async function open({ url, types, handler }) {
  const client = new Centrifuge(`${url}/centrifuge`, { websocket: WebSocket });
  const ready = types.map((type) => {
    const subscription = client.newSubscription(type);
    subscription.on('publication', ({ data }) => handler(data));
    subscription.subscribe();
    return subscription.ready();
  });
  client.connect();
  await Promise.all([client.ready(), ...ready]);
  return {
    send: (type, payload) => void client.send({ type, payload }),
    close: () => client.disconnect(),
  };
}
