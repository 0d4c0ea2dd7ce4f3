import {
  bindChatStore,
  createChatStore,
  type BindChatOptions,
  type ChatMessage,
  type ChatSession,
  type ChatStore,
  type ChatStoreOptions,
} from 'chatwire/stores';
import type { ChatClientOptions } from 'chatwire';
import { makeFakeClient } from '../../support/clients.ts';
import { openNetwork, type FakeWebSocket } from '../../support/fakeWebSocket.ts';
import { settle } from '../../support/tasks.ts';
import { until } from '../../support/until.ts';

export interface Bound {
  profile: ChatClientOptions['profile'];
  client?: Partial<ChatClientOptions>;
  store?: ChatStoreOptions;
  bind?: BindChatOptions;
}

/** A store and a client that dials into a network where every dial opens at once, bound and connected. */
export async function boundChatStore({ profile, client: options, store: storeOptions, bind }: Bound) {
  const { client, network } = makeFakeClient({ profile, ...options }, openNetwork());
  const store = createChatStore(storeOptions);
  const unbind = bindChatStore(client, store, bind);
  await client.connect();
  return {
    ...{ client, network, store, unbind },
    /** The server says something on the newest socket; resolves when the store shows it. */
    says: async (...frames: object[]) => {
      for (const frame of frames) await network.last.message(frame);
      await shown();
    },
    /** The link breaks, and is there again. */
    cut: async () => {
      const before = network.sockets.length;
      await network.last.fail();
      await until(() => network.sockets.length > before && client.state === 'connected', 'the next link');
      await settle();
    },
    current: () => currentOf(store),
    texts: () => currentOf(store).messages.map(({ text }) => text),
  };
}

/** Waits for what comes with the next frame. */
export async function shown(): Promise<void> {
  await settle();
  await new Promise((resolve) => setTimeout(resolve, 20));
}

export function currentOf(store: ChatStore): ChatSession {
  const { sessions, currentSessionId } = store.getState();
  const session = sessions.find(({ id }) => id === currentSessionId);
  if (!session) throw new Error('No session is current');
  return session;
}

export function messageOf(store: ChatStore, id: string): ChatMessage {
  const found = store
    .getState()
    .sessions.flatMap(({ messages }) => messages.filter((each) => each.id === id));
  if (found.length !== 1) throw new Error(`${found.length} messages have the id ${id}`);
  return found[0]!;
}

/** What the client sent over a socket, parsed. */
export function framesOf(socket: FakeWebSocket): any[] {
  return socket.sent.map((text) => JSON.parse(String(text)));
}
