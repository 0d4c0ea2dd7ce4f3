import {
  ChatWebSocketEmitter,
  type ChatWebSocket,
  type ConnectionState,
  type WebSocketConfig,
} from 'chatwire/chat/client';
import { afterEach } from 'vitest';
import { fakeNetwork, openNetwork, type FakeNetwork } from './fakeWebSocket.ts';
import { until } from './until.ts';

const made: ChatWebSocket[] = [];

afterEach(() => {
  for (const chat of made.splice(0)) chat.disconnect();
});

/** One that ends with the test, and the network it dials into. Nobody answers there, unless another one is given. */
export function makeChat(config: WebSocketConfig = {}, network: FakeNetwork = fakeNetwork()) {
  const chat = new ChatWebSocketEmitter({ WebSocket: network.WebSocket, ...config });
  made.push(chat);
  return { chat, network };
}

/** The same, connected. */
export async function connectChat(config: WebSocketConfig = {}, network: FakeNetwork = openNetwork()) {
  const { chat } = makeChat(config, network);
  chat.connect();
  await until(() => chat.isConnected, 'the link');
  return { chat, network };
}

/** Its states from now on. */
export function logStates(chat: ChatWebSocket): ConnectionState[] {
  const states: ConnectionState[] = [];
  chat.onStateChange((state) => states.push(state));
  return states;
}
