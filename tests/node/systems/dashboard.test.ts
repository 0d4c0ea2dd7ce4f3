import {
  createWebSocketClient,
  type WebSocketClient,
  type WebSocketClientOptions,
} from 'chatwire/dashboard/client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { startServer, type ReferenceServer } from '../../../web/server/server.ts';
import { until } from '../../support/until.ts';

let server: ReferenceServer;
let clients: WebSocketClient[];
const logger = { error: () => {} };

beforeEach(async () => {
  server = await startServer();
  clients = [];
});

afterEach(async () => {
  for (const client of clients) client.disconnect();
  await server.close();
});

function open(token: string, options: WebSocketClientOptions = {}) {
  const client = createWebSocketClient(token, {
    ...{ url: server.urlOf('dashboard'), reconnect: { initialDelay: 10 }, WebSocket, logger, ...options },
  });
  clients.push(client);
  return client;
}

const goodToken = () => server.issueToken({ subject: 'ada' });

describe('a client of the dashboard over real sockets', () => {
  it('S2.1 S2.4 S2.5 S2.6 S2.7 S2.51 S2.87 sees a task from the welcome to the end', async () => {
    const client = open(goodToken());
    const seen: string[] = [];
    let output = '';
    client.subscribe('*', ({ type }) => seen.push(type));
    client.subscribe('terminal_output', ({ data }) => {
      if (data.type !== 'info') output += data.output;
    });
    await client.connect();
    await until(() => seen.includes('connected'), 'the welcome');
    // Characters of two bytes, so that pieces of 1024 bytes would end inside of one.
    const text = `a${'é'.repeat(2000)}\n`;
    server.dashboard.run({ taskId: 't', command: 'ls', output: [{ text }] });
    await until(() => seen.includes('notification'), 'the end');
    expect(new Set(seen)).toEqual(
      new Set(['connected', 'task_status', 'activity_log', 'terminal_output', 'notification']),
    );
    expect(output).toBe(text);
  });

  it('S2.8 S2.9 S2.58 is answered when it pings', async () => {
    const client = open(goodToken(), { heartbeat: { interval: 20, timeout: 1000 } });
    await client.connect();
    await until(() => server.received.count('ping') >= 3, 'the pings');
    expect(client.isConnected).toBe(true);
  });

  it('S2.86 S2.94 takes a token that is refused for an error of authentication', async () => {
    const client = open('not-a-token');
    void client.connect();
    await until(() => client.state === 'error', 'the end');
    expect(client.client.getSnapshot().error).toMatchObject({ code: 'AUTH_REJECTED' });
    expect(server.connectionCount).toBe(0);
    client.setSessionToken(goodToken());
    await until(() => client.isConnected, 'the link');
  });

  it('S2.65 S2.67 S2.96 comes back after a cut, and sends what was queued meanwhile', async () => {
    const client = open(goodToken());
    await client.connect();
    server.faults.cut();
    await until(() => !client.isConnected, 'the cut');
    client.send('ping');
    await until(() => server.received.count('ping') === 1, 'the message');
    expect(client.isConnected).toBe(true);
  });
});
