import { createChatClient } from '../../dist/index.js';

/** Without history, as none of the others keeps one; `more` are further options. */
export async function open({ url, types, handler }, more = { history: false }) {
  const client = createChatClient({ url: `${url}/plain`, WebSocket: globalThis.WebSocket, ...more });
  for (const type of types) client.subscribe(type, ({ payload }) => handler(payload));
  await client.connect();
  return {
    send: (type, payload) => client.send(type, payload),
    close: () => client.destroy(),
  };
}
