import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { ChatClientOptions } from 'chatwire';
import { makeLoopbackClient } from '../support/clients.ts';
import { startDeafServer } from '../support/deafServer.ts';
import { logEvents } from '../support/eventLog.ts';
import { RawServer } from '../support/rawServer.ts';
import { until } from '../support/until.ts';

async function link(options: Partial<ChatClientOptions> = {}) {
  const server = await RawServer.start();
  const client = makeLoopbackClient(server.url, { reconnect: { initialDelay: 5, jitter: 0 }, ...options });
  await client.connect();
  await until(() => server.connections.length === 1, 'the connection');
  return { server, client, lines: logEvents(client) };
}

describe('disconnect()', () => {
  it.each([
    [undefined, undefined, 1000, 'Client disconnect'],
    [1000, '', 1000, ''],
    [3000, 'bye', 3000, 'bye'],
    [4999, 'a'.repeat(123), 4999, 'a'.repeat(123)],
    [4000, 'a'.repeat(124), 4000, 'a'.repeat(123)],
    // Cut at a code point: 61 of two bytes, 41 of three, 30 of four.
    [4000, 'é'.repeat(100), 4000, 'é'.repeat(61)],
    [4000, '€'.repeat(67), 4000, '€'.repeat(41)],
    [4000, '😀'.repeat(50), 4000, '😀'.repeat(30)],
  ])('B28 with code %s and reason %j arrives', async (code, reason, seenCode, seenReason) => {
    const { server, client, lines } = await link();
    client.disconnect(code, reason);
    await until(() => server.last.closed !== undefined && client.state === 'closed', 'the close');
    expect(server.last.closed).toEqual({ code: seenCode, reason: seenReason });
    expect(lines).toEqual(['state closing', `close ${seenCode} ${seenReason}`.trim(), 'state closed']);
  });

  it.each([0, 999, 1001, 1005, 1006, 2999, 5000])(
    'B28 refuses code %i, and changes nothing',
    async (code) => {
      const { client, lines } = await link();
      expect(() => client.disconnect(code)).toThrow(/chatwire: code must be/);
      expect(lines).toEqual([]);
      expect(client.state).toBe('connected');
    },
  );

  it('B32 refuses a reason that is no text, and changes nothing', async () => {
    const { client, lines } = await link();
    expect(() => client.disconnect(1000, 5 as never)).toThrow(/chatwire: reason must be a text/);
    expect(lines).toEqual([]);
  });

  it('F08 while connecting ends in closed, once, and nothing comes later', async () => {
    const { url, sockets } = await startDeafServer();
    const client = makeLoopbackClient(url);
    const lines = logEvents(client);
    const outcome = client.connect();
    await until(() => sockets.length === 1, 'the dial');
    client.disconnect(4000, 'never mind');
    await expect(outcome).rejects.toMatchObject({ code: 'DISCONNECTED' });
    await until(() => sockets[0]!.closed, 'the end of the socket');
    expect(lines).toEqual(['state connecting', 'close 4000 never mind', 'state closed']);
  });

  it('F08 F40 500 times at any moment: one closed each, no late event, no socket left', async () => {
    const server = await RawServer.start();
    server.onConnection = ({ socket }) => socket.send('{"type":"hello"}');
    const client = makeLoopbackClient(server.url);
    await client.connect();
    client.disconnect();
    await until(() => client.state === 'closed', 'the first close');
    const lines = logEvents(client);
    for (let n = 0; n < 500; n++) {
      lines.length = 0;
      void client.connect();
      // Anywhere between dialling and greeting.
      for (let turn = 0; turn < n % 20; turn++) await new Promise((resolve) => setImmediate(resolve));
      const before = lines.length;
      client.disconnect();
      await until(() => client.state === 'closed', 'the close');
      expect(lines.slice(before).filter((line) => /message|open|error/.test(line))).toEqual([]);
      expect(lines.filter((line) => line === 'state closed')).toHaveLength(1);
      expect(lines.filter((line) => line.startsWith('close '))).toHaveLength(1);
    }
    await until(() => server.live === 0, 'the server to see all closed');
  });

  it('a server that does not answer the close is left behind after closeTimeout', async () => {
    const { server, client, lines } = await link({ closeTimeout: 50 });
    server.last.socket.pause();
    client.disconnect();
    await until(() => client.state === 'closed', 'the end');
    expect(lines).toEqual(['state closing', 'close 1006', 'state closed']);
    server.last.socket.terminate();
  });
});

describe('a close by the server', () => {
  it.each([
    [1000, 'closed', undefined],
    [1002, 'failed', 'CLOSED_BY_SERVER'],
    [4400, 'failed', 'CLOSED_BY_SERVER'],
    [1008, 'failed', 'AUTH_REJECTED'],
    [4401, 'failed', 'AUTH_REJECTED'],
  ])('W4 with %i ends in %s, and is not followed by a dial', async (code, state, error) => {
    const { server, client, lines } = await link();
    server.last.socket.close(code, 'grund ü');
    await until(() => client.state === state, state);
    expect(lines).toContain(`close ${code} grund ü`);
    expect(lines.filter((line) => line.startsWith('error'))).toEqual(error ? [`error ${error}`] : []);
    expect(server.connections).toHaveLength(1);
  });

  it.each([1001, 1009, 1011, 3000, 4000])('with %i is followed by a dial', async (code) => {
    const { server, lines } = await link();
    server.last.socket.close(code, '');
    await until(() => server.connections.length === 2, 'the next dial');
    expect(lines).toContain(`close ${code}`);
  });

  it.each(['é'.repeat(61), '€'.repeat(41), '😀'.repeat(30), 'a'.repeat(123)])(
    'B29 with 4321 and the longest reason there is arrives as it was sent: %s',
    async (reason) => {
      const { server, client } = await link();
      const closes: unknown[] = [];
      client.on('close', (close) => closes.push(close));
      server.last.socket.close(4321, reason);
      await until(() => closes.length === 1, 'the close');
      expect(closes).toEqual([{ code: 4321, reason, wasClean: true, wasOpen: true }]);
    },
  );

  it('without a code is 1005, and without a close frame 1006', async () => {
    const { server, client, lines } = await link();
    server.last.socket.close();
    await until(() => server.connections.length === 2 && client.state === 'connected', 'the next link');
    server.last.socket.terminate();
    await until(() => server.connections.length === 3 && client.state === 'connected', 'the next link');
    expect(lines.filter((line) => line.startsWith('close'))).toEqual(['close 1005', 'close 1006']);
  });

  it('follows closeCodes and closePolicy where given', async () => {
    const stop = await link({ closeCodes: { 4000: 'stop' } });
    stop.server.last.socket.close(4000);
    await until(() => stop.client.state === 'failed', 'the end');
    for (const options of [{ closeCodes: { 1000: 'retry' } }, { closePolicy: 'always' }] as const) {
      const retry = await link(options);
      retry.server.last.socket.close(1000);
      await until(() => retry.server.connections.length === 2, 'the next dial');
    }
  });

  it('F11 a frame that was cut in its middle is never delivered', async () => {
    const { server, client, lines } = await link();
    // A header that announces 100 bytes of text, and 10 of them.
    const tcp = (server.last.socket as unknown as { _socket: Socket })._socket;
    tcp.end(Buffer.concat([Buffer.from([0x81, 100]), Buffer.from('{"type":"a')]));
    await until(() => server.connections.length === 2 && client.state === 'connected', 'the next link');
    expect(lines.filter((line) => /message|invalid/.test(line))).toEqual([]);
  });
});
