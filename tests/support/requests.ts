import type { ChatClient, ChatClientOptions, ChatwireError } from 'chatwire';
import { connectFakeClient } from './clients.ts';
import type { FakeWebSocket } from './fakeWebSocket.ts';

/** A socket with so many bytes waiting is congested. */
export const CONGESTED = 2 ** 21;

interface Sent {
  type: string;
  id?: string;
  payload?: unknown;
}

/** What the client sent on a socket. */
export const sentOn = (socket: FakeWebSocket) =>
  socket.sent.map((text) => JSON.parse(text as string) as Sent);

/** A client whose socket has no room: what it sends waits. */
export async function connectCongested(options: Partial<ChatClientOptions> = {}) {
  const made = await connectFakeClient(options);
  made.network.last.bufferedAmount = CONGESTED;
  return made;
}

export const codeOf = (error: unknown) => (error as ChatwireError).code;

export const requestsOf = (client: ChatClient) => client.stats().requests;
