import type { WebSocketConstructor } from 'chatwire';
import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { makeLoopbackClient } from '../support/clients.ts';
import { selfSigned } from '../support/selfSigned.ts';
import { until } from '../support/until.ts';

let server: Server;
let url: string;
let guests = 0;

beforeAll(async () => {
  server = createServer(selfSigned);
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => {
    guests++;
    socket.on('message', (data: Buffer) => socket.send(data.toString()));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `wss://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** As an application has it that has a certificate authority of its own. */
const trusting = (more: ConnectionOptions = {}): WebSocketConstructor =>
  class extends WebSocket {
    constructor(address: string, protocols?: string | string[], options?: object) {
      super(address, protocols, { ...options, ca: selfSigned.cert, ...more });
    }
  };

describe('a server with a certificate that nobody known has signed (S3.72)', () => {
  it('is refused, and the error says why', async () => {
    const client = makeLoopbackClient(url, { reconnect: false });
    await expect(client.connect()).rejects.toMatchObject({
      code: 'CONNECTION_LOST',
      message: expect.stringContaining('the socket reported an error: self-signed certificate'),
    });
    await until(() => client.state === 'closed', 'the end');
    expect([client.state, guests]).toEqual(['closed', 0]);
  });

  it('is refused where it was made for another name, whoever has signed it', async () => {
    const client = makeLoopbackClient(url, {
      reconnect: false,
      WebSocket: trusting({ servername: 'other.test' }),
    });
    await expect(client.connect()).rejects.toMatchObject({
      message: expect.stringContaining("does not match certificate's altnames"),
    });
    expect(guests).toBe(0);
  });

  it('is trusted by a constructor that the application gives, with its own authority', async () => {
    const client = makeLoopbackClient(url, { WebSocket: trusting(), reconnect: false });
    await client.connect();
    const answer = new Promise((resolve) => client.subscribe('hello', ({ payload }) => resolve(payload)));
    client.send('hello', 'over TLS');
    expect(await answer).toBe('over TLS');
    expect(guests).toBe(1);
  });
});
