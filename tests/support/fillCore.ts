import type { ChatClient } from 'chatwire';
import { connectFakeClient } from './clients.ts';

const MiB = 2 ** 20;

/** Makes clients until so many bytes of the core's memory are in use: it keeps their addresses, which are long. */
export async function fillCore(bytes: number, each = 4 * MiB): Promise<ChatClient[]> {
  const clients: ChatClient[] = [];
  for (let used = 0; used < bytes; used = clients.at(-1)?.stats().heapInUse ?? 0) {
    const { client } = await connectFakeClient({ url: `ws://server.test/${'x'.repeat(each)}` });
    clients.push(client);
  }
  return clients;
}
