import { createChatClient } from '../../dist/index.js';

/** Without history, as none of the others keeps one; `more` are further options, and `create` makes the client. */
export async function open(
  { url, types, handler, batched, early },
  more = { history: false },
  create = createChatClient,
) {
  const acceptBatches = batched ? 'array' : undefined;
  const client = create({ url: `${url}/plain`, acceptBatches, ...more });
  for (const type of types) client.subscribe(type, ({ payload }) => handler(payload));
  const opened = {
    send: (type, payload) => client.send(type, payload),
    close: () => client.destroy(),
  };
  early?.(opened);
  await client.connect();
  const { thread, fallback } = client.stats();
  if (thread !== (more.thread ?? 'main')) throw new Error(fallback);
  return opened;
}
