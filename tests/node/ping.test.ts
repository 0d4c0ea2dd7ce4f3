import { describe, expect, it } from 'vitest';
import type { ChatClientOptions } from 'chatwire';
import { makeLoopbackClient } from '../support/clients.ts';
import { logEvents } from '../support/eventLog.ts';
import { RawServer } from '../support/rawServer.ts';
import { until } from '../support/until.ts';

async function link(options: Partial<ChatClientOptions> = {}) {
  const server = await RawServer.start();
  const client = makeLoopbackClient(server.url, options);
  await client.connect();
  await until(() => server.connections.length === 1, 'the connection');
  return { server, client };
}

describe('a ping of the server', () => {
  it('S4.11 S4.39 is answered exactly once with {"type":"pong"}, and shown to nobody', async () => {
    const { server, client } = await link();
    const lines = logEvents(client);
    client.subscribe('ping', () => lines.push('shown'));
    for (const ping of ['{"type":"ping"}', ' {"payload":{}, "type" : "ping"}', '{"type":"p\\u0069ng"}']) {
      server.last.socket.send(ping);
    }
    server.last.socket.send('{"type":"end"}');
    await until(() => lines.includes('message end'), 'the end');
    expect(lines).toEqual(['message end']);
    await until(() => server.texts.length >= 3, 'the pongs');
    expect(server.texts).toEqual(Array.from({ length: 3 }, () => '{"type":"pong"}'));
    expect(client.stats()).toMatchObject({ received: 1, sent: 0 });
    expect(client.history().map(({ type }) => type)).toEqual(['end']);
  });

  it('W34 is answered although every handler throws', async () => {
    const { server, client } = await link();
    const errors: string[] = [];
    client.on('error', ({ code }) => errors.push(code));
    client.subscribe('*', () => {
      throw new Error('of the application');
    });
    for (const type of ['a', 'ping', 'b', 'ping']) server.last.socket.send(JSON.stringify({ type }));
    await until(() => server.texts.length === 2 && errors.length === 2, 'two pongs and two errors');
    expect(client.state).toBe('connected');
    expect(errors).toEqual(['HANDLER_THREW', 'HANDLER_THREW']);
  });

  it('is a message like any other where answerPing is off', async () => {
    const { server, client } = await link({ answerPing: false });
    const lines = logEvents(client);
    server.last.socket.send('{"type":"ping"}');
    await until(() => lines.length > 0, 'the message');
    expect(lines).toEqual(['message ping']);
    expect(server.texts).toEqual([]);
  });

  it('overtakes what waits for a link that is not usable yet', async () => {
    const server = await RawServer.start();
    server.onConnection = ({ socket }) => socket.send('{"type":"ping"}');
    const client = makeLoopbackClient(server.url, { auth: { firstFrame: () => ({ type: 'auth' }) } });
    client.send('queued');
    void client.connect();
    await until(() => server.texts.length === 2, 'pong and credentials');
    expect([...server.texts].sort()).toEqual(['{"type":"auth"}', '{"type":"pong"}']);
  });
});
