import { ChatwireError } from 'chatwire';
import { describe, expect, it, vi } from 'vitest';
import { makeLoopbackClient } from '../support/clients.ts';
import { startDeafServer, unusedPort } from '../support/deafServer.ts';
import { logEvents } from '../support/eventLog.ts';
import { RawServer } from '../support/rawServer.ts';
import { until } from '../support/until.ts';

describe('dialling', () => {
  it('a port where nobody listens: one retry with a date, and one timer', async () => {
    const client = makeLoopbackClient(`ws://127.0.0.1:${await unusedPort()}`, {
      reconnect: { initialDelay: 60_000, jitter: 0, maxDelay: 60_000 },
    });
    const lines = logEvents(client);
    const set = vi.spyOn(globalThis, 'setTimeout');
    const clear = vi.spyOn(globalThis, 'clearTimeout');
    await expect(client.connect()).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
    const ours = set.mock.results.filter((_, n) =>
      [10_000, 2000, 60_000].includes(Math.round(set.mock.calls[n]![1]!)),
    );
    const cleared = clear.mock.calls.map(([timer]) => Number(timer));
    const pending = ours.filter(({ value }) => !cleared.includes(Number(value)));
    set.mockRestore();
    clear.mockRestore();
    expect(pending).toHaveLength(1);
    expect(lines).toEqual([
      ...['state connecting', 'error CONNECTION_LOST', 'close 1006', 'state reconnecting', 'retry 1'],
    ]);
    const { retryAt, attempt } = client.getSnapshot();
    expect(attempt).toBe(1);
    expect(Math.abs(retryAt! - Date.now() - 60_000)).toBeLessThan(5000);
  });

  it('S4.148 a host that does not exist: an error, a retry with a date, and nothing thrown', async () => {
    const client = makeLoopbackClient('ws://invalid-host:9999', {
      reconnect: { initialDelay: 60_000, jitter: 0 },
    });
    const lines = logEvents(client);
    await expect(client.connect()).rejects.toBeInstanceOf(ChatwireError);
    expect(client.state).toBe('reconnecting');
    expect(lines).toEqual(expect.arrayContaining([expect.stringMatching(/^error CONNECT/), 'retry 1']));
  });

  it('W11 after giving up, connect() starts a fresh budget', async () => {
    const client = makeLoopbackClient(`ws://127.0.0.1:${await unusedPort()}`, {
      reconnect: { initialDelay: 1, maxAttempts: 2, jitter: 0 },
    });
    const lines = logEvents(client);
    for (let round = 0; round < 2; round++) {
      lines.length = 0;
      void client.connect();
      await until(() => client.state === 'failed', 'the end');
      expect(lines.filter((line) => line === 'state connecting')).toHaveLength(3);
      expect(lines.at(-1)).toBe('error ATTEMPTS_EXHAUSTED');
    }
  });

  it('with reconnect off there is one dial, and closed', async () => {
    const client = makeLoopbackClient(`ws://127.0.0.1:${await unusedPort()}`, { reconnect: false });
    await expect(client.connect()).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
    expect(client.state).toBe('closed');
  });

  it('W17 a server that accepts TCP and stays mute: CONNECT_TIMEOUT, then the next dial', async () => {
    const { url, sockets } = await startDeafServer();
    const client = makeLoopbackClient(url, { connectTimeout: 50, reconnect: { initialDelay: 5, jitter: 0 } });
    const lines = logEvents(client);
    await expect(client.connect()).rejects.toMatchObject({ code: 'CONNECT_TIMEOUT' });
    await until(() => sockets.length === 2, 'the second dial');
    expect(lines.slice(0, 5)).toEqual([
      ...[
        'state connecting',
        'error CONNECT_TIMEOUT',
        'close 1006 CONNECT_TIMEOUT',
        'state reconnecting',
        'retry 1',
      ],
    ]);
    await until(() => sockets[0]!.closed, 'the first socket to be given up');
  });

  it('W6 send() and connect() in the retry wait make one socket', async () => {
    const server = await RawServer.start();
    const client = makeLoopbackClient(server.url, { reconnect: { initialDelay: 40, jitter: 0 } });
    await client.connect();
    server.last.socket.terminate();
    await until(() => client.state === 'reconnecting', 'the loss');
    client.send('a');
    expect(client.state).toBe('reconnecting');
    await client.connect();
    await until(() => server.texts.length === 1, 'the message');
    // Past the date of the retry that connect() has replaced.
    const date = performance.now() + 60;
    await until(() => performance.now() > date);
    expect(server.connections).toHaveLength(2);
    expect(server.live).toBe(1);
  });

  it('an upgrade that is refused is a lost dial', async () => {
    const server = await RawServer.start({ verifyClient: () => false });
    const client = makeLoopbackClient(server.url, { reconnect: false });
    await expect(client.connect()).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
    expect(client.state).toBe('closed');
  });

  it('offers sub-protocols', async () => {
    const server = await RawServer.start();
    const client = makeLoopbackClient(server.url, { protocols: ['chat.v2', 'chat.v1'] });
    await client.connect();
    await until(() => server.connections.length === 1, 'the connection');
    expect(server.last.socket.protocol).toBe('chat.v2');
  });

  it('F05 sub-protocols that repeat are a bad URL, told once', async () => {
    const client = makeLoopbackClient('ws://127.0.0.1:9', { protocols: ['a', 'a'] });
    const lines = logEvents(client);
    await expect(client.connect()).rejects.toMatchObject({ code: 'BAD_URL' });
    expect(lines).toEqual(['state connecting', 'state failed', 'error BAD_URL']);
  });
});
