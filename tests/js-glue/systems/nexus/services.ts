import { WebSocketService, type WebSocketConfig } from 'chatwire/nexus/client';
import { afterEach } from 'vitest';
import { openNetwork, type FakeNetwork, type FakeWebSocket } from '../../../support/fakeWebSocket.ts';

export const url = 'ws://localhost:8000';

const services: WebSocketService[] = [];

afterEach(() => {
  for (const service of services.splice(0)) service.destroy();
});

/** Lines that a service logs, by their levels. */
export function recorder() {
  const lines: { level: string; text: string; details: unknown }[] = [];
  const at = (level: string) => (text: string, details?: unknown) =>
    void lines.push({ level, text, details });
  const logger = { error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug') };
  const of = (level: string) => lines.filter((line) => line.level === level).map(({ text }) => text);
  return { lines, logger, of };
}

/** A service that ends with the test, and the network that it dials into. Retries without long waits. */
export function makeService(config: Partial<WebSocketConfig> = {}, network: FakeNetwork = openNetwork()) {
  const log = recorder();
  const service = new WebSocketService({
    url,
    reconnectInterval: 5,
    logger: log.logger,
    WebSocket: network.WebSocket,
    ...config,
  });
  services.push(service);
  return { service, network, log };
}

/** The same, connected. */
export async function connectService(config: Partial<WebSocketConfig> = {}, network?: FakeNetwork) {
  const made = makeService(config, network);
  await made.service.connect();
  return made;
}

/** What the client sent over a socket, parsed. */
export function framesOf(socket: FakeWebSocket): { type: string; id: string; payload: any }[] {
  return socket.sent.map((frame) => JSON.parse(String(frame)));
}

/** An answer to a question. */
export function response(id: string, answer = 'yes') {
  return { type: 'response', id, payload: { answer } };
}
