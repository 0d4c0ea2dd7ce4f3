import './nodeAsWorker.mjs';
import { useWebSocket } from '@vueuse/core';
import { effectScope } from 'vue';
import { receiver } from './overSocket.mjs';

export function open(settings) {
  const receive = receiver(settings);
  return new Promise((resolve) => {
    const scope = effectScope();
    scope.run(() => {
      const { send } = useWebSocket(`${settings.url}/plain`, {
        autoClose: false,
        onConnected: () => resolve(client),
        onMessage: (_, { data }) => receive(data),
      });
      const client = {
        send: (type, payload) => send(JSON.stringify({ type, payload })),
        close: () => scope.stop(),
      };
      settings.early?.(client);
    });
  });
}
