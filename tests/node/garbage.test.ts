import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { it } from 'vitest';
import { createChatClient } from 'chatwire';
import { WebSocket } from 'ws';
import { RawServer } from '../support/rawServer.ts';
import { until } from '../support/until.ts';

setFlagsFromString('--expose_gc');
const collect = runInNewContext('gc') as () => void;

async function useAndDestroy(url: string): Promise<WeakRef<object>[]> {
  const client = createChatClient({ url, WebSocket });
  const handler = () => {};
  client.subscribe('*', handler);
  await client.connect();
  await client.send('a').delivered;
  client.destroy();
  return [new WeakRef(client), new WeakRef(handler)];
}

it('F41 a destroyed client, and what subscribed to it, can be collected', async () => {
  const server = await RawServer.start();
  const refs: WeakRef<object>[] = [];
  for (let n = 0; n < 5; n++) refs.push(...(await useAndDestroy(server.url)));
  await until(() => server.live === 0 && server.connections.length === 5, 'the closes');
  await until(
    () => {
      collect();
      return refs.every((ref) => ref.deref() === undefined);
    },
    () => `${refs.filter((ref) => ref.deref()).length} to be collected`,
    3000,
  );
});
