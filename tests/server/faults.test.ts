import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { joinChunks, serve, TestClient } from './harness.js';

describe('faults', () => {
  it('cut ends every connection without a close frame', async () => {
    const server = await serve();
    const clients = await Promise.all([1, 2, 3].map(() => TestClient.open(server.wsUrl)));
    expect(server.faults.cut()).toBe(3);
    for (const client of clients) expect((await client.end()).code).toBe(1006);
  });

  it('closeAll gives every connection the code and reason', async () => {
    const server = await serve();
    const client = await TestClient.open(server.wsUrl);
    expect(server.faults.closeAll(4321, 'so it goes')).toBe(1);
    expect(await client.end()).toEqual({ code: 4321, reason: 'so it goes' });
  });

  it('stopListening refuses connections until listenAgain, on the same port', async () => {
    const server = await serve();
    const client = await TestClient.open(server.wsUrl);
    await server.faults.stopListening();
    expect((await client.end()).code).toBe(1006);
    await expect(TestClient.open(server.wsUrl)).rejects.toThrow('ECONNREFUSED');
    await expect(fetch(`${server.url}/health`)).rejects.toThrow();
    await server.faults.listenAgain();
    const again = await TestClient.open(server.wsUrl);
    await again.settle();
  });

  it('stopFor comes back by itself with the chats it had', async () => {
    const server = await serve({ chunkDelay: 5 });
    const first = await TestClient.open(`${server.wsUrl}?chat_id=c`);
    first.say('How does Chatwire reconnect after an outage?');
    await first.next('llm_response_chunk', 3);
    await server.faults.stopFor(20);
    const second = await TestClient.open(`${server.wsUrl}?chat_id=c`);
    const { payload } = await second.next('llm_response');
    expect(joinChunks(second.of('llm_response_chunk'))).toBe(payload?.response);
  });

  it('a server closed while stopped stays closed', async () => {
    const server = await serve();
    const back = server.faults.stopFor(20);
    await server.close();
    await back;
    await expect(fetch(`${server.url}/health`)).rejects.toThrow();
  });

  it('close does not wait for a request that never ends', async () => {
    const server = await serve();
    const socket = connect(server.port, '127.0.0.1');
    await new Promise<void>((resolve) => socket.write('GET / HTTP/1.1\r\n', () => resolve()));
    const ended = new Promise((resolve) => socket.on('error', () => {}).on('close', resolve));
    await server.close();
    await ended;
  });

  it('flood sends each client so many frames of that size, in order', async () => {
    const server = await serve();
    const clients = await Promise.all([1, 2].map(() => TestClient.open(server.wsUrl)));
    const sizes = new Set<number>();
    clients[0]!.socket.on('message', (data: Buffer) => sizes.add(data.length));
    await clients[0]!.next('connection_established');
    sizes.clear();
    expect(await server.faults.flood({ count: 5_000, size: 300 })).toBe(10_000);
    for (const client of clients) {
      await client.next('flood', 5_000);
      const order = client.of('flood').map(({ payload }) => payload?.index);
      expect(order).toEqual(Array.from({ length: 5_000 }, (_, index) => index));
    }
    expect([...sizes]).toEqual([300]);
  });

  it('flood reaches only the connection named, and waits for a slow reader', async () => {
    const server = await serve();
    const [slow, other] = await Promise.all([1, 2].map(() => TestClient.open(server.wsUrl)));
    const { payload } = await slow!.next('connection_established');
    slow!.socket.pause();
    const flood = server.faults.flood({ count: 400, size: 65_536, connectionId: payload!.connection_id! });
    const early = await Promise.race([flood, other!.settle().then(() => 'still flooding')]);
    expect(early).toBe('still flooding');
    slow!.socket.resume();
    expect(await flood).toBe(400);
    await slow!.next('flood', 400);
    expect(other!.of('flood')).toEqual([]);
  });

  it('flood stops when the client is cut, and says how far it came', async () => {
    const server = await serve();
    const client = await TestClient.open(server.wsUrl);
    client.socket.pause();
    const flood = server.faults.flood({ count: 100_000, size: 65_536 });
    server.faults.cut();
    expect(await flood).toBeLessThan(100_000);
  });

  it('sendText and sendBinary pass anything on', async () => {
    const server = await serve();
    const client = await TestClient.open(server.wsUrl);
    expect(server.faults.sendText('{not json')).toBe(1);
    expect(server.faults.sendBinary(new Uint8Array([1, 2, 3]))).toBe(1);
    expect((await client.next('#text')).message).toBe('{not json');
    await client.settle();
    expect(client.binary.map((bytes) => [...bytes])).toEqual([[1, 2, 3]]);
  });
});
