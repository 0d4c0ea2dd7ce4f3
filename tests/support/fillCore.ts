import type { ChatClient } from 'chatwire';
import { connectFakeClient } from './clients.ts';

const MiB = 2 ** 20;

/** Makes clients until so many bytes of the core's memory are in use: it keeps their addresses, which are long. */
export async function fillCore(bytes: number): Promise<ChatClient[]> {
  const clients: ChatClient[] = [];
  for (let used = 0; used < bytes; used = clients.at(-1)?.stats().heapInUse ?? 0) {
    const { client } = await connectFakeClient({ url: `ws://server.test/${'x'.repeat(4 * MiB)}` });
    clients.push(client);
  }
  return clients;
}
