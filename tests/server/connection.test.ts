import { describe, expect, it } from 'vitest';
import { serve, TestClient, textLike, until } from './harness.js';

describe('a connection to /ws', () => {
  it('S4.10 sends connection_established first', async () => {
    const server = await serve();
    const client = await TestClient.open(server.wsUrl);
    await client.next('connection_established');
    expect(client.frames[0]).toEqual({
      type: 'connection_established',
      payload: {
        message: 'WebSocket connected successfully',
        connection_id: textLike(/^c\d+$/),
      },
    });
  });

  it('S4.11 sends ping without a payload, and S4.39 takes pong', async () => {
    const server = await serve({ pingInterval: 50 });
    const client = await TestClient.open(server.wsUrl);
    expect(await client.next('ping', 2)).toEqual({ type: 'ping' });
    client.send('pong');
    await until(() => server.received.count('pong') === 1, 'the pong');
    expect(client.of('error')).toEqual([]);
  });

  it('keeps a client that answers no ping of ours but is alive, and cuts one that is not', async () => {
    const server = await serve({ pingInterval: 100 });
    const alive = await TestClient.open(server.wsUrl);
    const dead = await TestClient.open(server.wsUrl, { autoPong: false });
    await until(() => server.connectionCount === 1, 'the silent client to be cut');
    expect((await dead.end()).code).toBe(1006);
    await alive.next('ping', 4);
    expect(alive.closed).toBeUndefined();
  });

  it('answers ping with pong', async () => {
    const client = await TestClient.open((await serve()).wsUrl);
    client.send('ping');
    expect(await client.next('pong')).toEqual({ type: 'pong' });
  });

  it('S4.40 answers health_check with S4.12 health_response', async () => {
    const client = await TestClient.open((await serve()).wsUrl);
    client.send('health_check');
    const { payload } = await client.next('health_response');
    expect(payload?.status).toBe('healthy');
    expect(new Date(payload?.timestamp ?? '').toISOString()).toBe(payload?.timestamp);
  });

  it('claims no sub-protocol', async () => {
    const server = await serve();
    const request = new Promise<string>((resolve) => {
      void TestClient.open(server.wsUrl, { headers: { 'Sec-WebSocket-Protocol': 'chat.v9' } }).then(
        (client) => resolve(client.socket.protocol),
        (error: unknown) => resolve(String(error)),
      );
    });
    expect(await request).toBe('');
  });

  it('counts what it receives by type, and calls the hook', async () => {
    const seen: string[] = [];
    const server = await serve({ onMessage: ({ type }) => seen.push(type) });
    const client = await TestClient.open(server.wsUrl);
    client.send('ping');
    client.socket.send('garbage');
    client.send('ping');
    await client.next('pong', 2);
    expect(server.received.count('ping')).toBe(2);
    expect(server.received.total).toBe(3);
    expect(seen).toEqual(['ping', '#invalid', 'ping']);
  });

  it('closes with 1001 when the server stops', async () => {
    const server = await serve();
    const client = await TestClient.open(server.wsUrl);
    await server.close();
    expect(await client.end()).toEqual({ code: 1001, reason: 'Server is shutting down' });
    expect(server.connectionCount).toBe(0);
  });
});

describe('the other endpoints', () => {
  it('S4.8 /ws/health answers health_check, and says where other messages belong', async () => {
    const server = await serve();
    const client = await TestClient.open(`ws://127.0.0.1:${server.port}/ws/health`);
    client.send('health_check');
    expect((await client.next('health_response')).payload?.status).toBe('healthy');
    client.say('hello');
    expect((await client.next('error')).payload?.error_code).toBe('WRONG_ENDPOINT');
  });

  it('S4.147 /ws-test echoes raw text under a top-level message', async () => {
    const server = await serve();
    const client = await TestClient.open(`ws://127.0.0.1:${server.port}/ws-test`);
    client.socket.send('test message');
    expect(await client.next('echo')).toEqual({ type: 'echo', message: 'test message' });
  });

  it('/ws-test is byte-exact: every plane, U+0000, 1 MiB, binary', async () => {
    const server = await serve();
    const client = await TestClient.open(`ws://127.0.0.1:${server.port}/ws-test`);
    const texts = ['', 'a\u0000b', '\ufeff{}', 'é 漢 \u{1F600} \u{10FFFF}', 'x'.repeat(1024 * 1024)];
    for (const text of texts) client.socket.send(text);
    client.socket.send(Buffer.from([0, 255, 128]));
    await client.next('echo', texts.length);
    expect(client.of('echo').map(({ message }) => message)).toEqual(texts);
    await until(() => client.binary.length === 1, 'the binary echo');
    expect([...client.binary[0]!]).toEqual([0, 255, 128]);
  });

  it('/ws-test echoes 10,000 messages in order', async () => {
    const server = await serve();
    const client = await TestClient.open(`ws://127.0.0.1:${server.port}/ws-test`);
    for (let n = 0; n < 10_000; n += 1) client.socket.send(`message ${n}`);
    await client.next('echo', 10_000);
    expect(client.of('echo').every(({ message }, n) => message === `message ${n}`)).toBe(true);
  });

  it('/ws-test stops reading from a client that takes no echoes, and loses none', async () => {
    const server = await serve();
    const client = await TestClient.open(`ws://127.0.0.1:${server.port}/ws-test`);
    client.socket.pause();
    for (let n = 0; n < 64; n += 1) client.socket.send('x'.repeat(1024 * 1024));
    await until(() => server.received.total > 1, 'the first messages');
    let before = -1;
    await until(() => {
      const isSteady = server.received.total === before;
      before = server.received.total;
      return isSteady && client.socket.bufferedAmount > 0;
    }, 'the server to stop reading');
    expect(server.received.total).toBeLessThan(64);
    client.socket.resume();
    await client.next('echo', 64);
  });

  it('refuses a WebSocket on an unknown path with 404', async () => {
    const server = await serve();
    await expect(TestClient.open(`ws://127.0.0.1:${server.port}/nope`)).rejects.toThrow('HTTP 404');
  });

  it('refuses more WebSockets than allowed with 503', async () => {
    const server = await serve({ maxConnections: 1 });
    await TestClient.open(server.wsUrl);
    await expect(TestClient.open(server.wsUrl)).rejects.toThrow('HTTP 503');
  });
});
