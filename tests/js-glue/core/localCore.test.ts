import { afterEach, describe, expect, it, vi } from 'vitest';
import { loadCore } from '../../../js-glue/core/load.ts';
import { connectFakeClient, makeFakeClient } from '../../support/clients.ts';
import { logEvents } from '../../support/eventLog.ts';
import { FakeWebSocket, fakeNetwork, openNetwork } from '../../support/fakeWebSocket.ts';
import { settle } from '../../support/tasks.ts';
import { until } from '../../support/until.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

describe('LocalCore', () => {
  it('tells what happened before a frame before the frame, also when both come in one task', async () => {
    const { client, network } = makeFakeClient();
    const lines = logEvents(client);
    void client.connect();
    await until(() => network.sockets.length === 1, 'the dial');
    network.last.readyState = 1;
    network.last.onopen?.({});
    network.last.onmessage?.({ data: '{"type":"hi"}' });
    network.last.onmessage?.({ data: 'garbage' });
    expect(lines).toEqual(['state connecting', 'state connected', 'open', 'message hi', 'invalid garbage']);
  });

  it('F38 F39 runs no handler inside of C++', async () => {
    const prototype = (await loadCore()).module.ChatClient.prototype as unknown as Record<
      string,
      () => unknown
    >;
    let depth = 0;
    for (const name of ['connect', 'disconnect', 'send']) {
      const original = prototype[name]!;
      vi.spyOn(prototype, name).mockImplementation(function (this: unknown, ...parameters: []) {
        depth++;
        try {
          return original.apply(this, parameters);
        } finally {
          depth--;
        }
      });
    }
    const { client } = makeFakeClient({ outbox: { maxCount: 1 } }, openNetwork());
    const depths: number[] = [];
    client.on('state', () => depths.push(depth));
    client.on('unsent', () => depths.push(depth));
    await client.connect();
    client.disconnect();
    await until(() => client.state === 'closed', 'the end');
    client.send('1');
    client.send('2');
    client.sendText('3');
    await settle();
    expect(depths.length).toBeGreaterThanOrEqual(6);
    expect(new Set(depths)).toEqual(new Set([0]));
  });

  it('F39 tells everybody what happened before it tells what a handler has caused', async () => {
    const { client } = makeFakeClient({}, openNetwork());
    client.on('open', () => client.disconnect());
    client.on('state', ({ state }) => {
      if (state === 'connected') client.disconnect();
    });
    const lines = logEvents(client);
    void client.connect();
    await until(() => client.state === 'closed', 'the end');
    expect(lines.slice(0, 4)).toEqual(['state connecting', 'state connected', 'open', 'state closing']);
  });

  it('F40 gives no frame to who has disconnected on hearing what came before it', async () => {
    const { client, network } = makeFakeClient();
    const lines = logEvents(client);
    client.on('open', () => client.disconnect());
    void client.connect();
    await until(() => network.sockets.length === 1, 'the dial');
    network.last.readyState = 1;
    network.last.onopen?.({});
    for (const data of ['{"type":"hi"}', 'garbage', new ArrayBuffer(1)]) network.last.onmessage?.({ data });
    await settle();
    expect(lines.filter((line) => /message|invalid|binary/.test(line))).toEqual([]);
    expect(client.history()).toEqual([]);
  });

  it('F40 gives no frame to who has destroyed the client on hearing what came before it', async () => {
    const { client, network } = makeFakeClient();
    const lines = logEvents(client);
    client.on('open', () => client.destroy());
    void client.connect();
    await until(() => network.sockets.length === 1, 'the dial');
    network.last.readyState = 1;
    network.last.onopen?.({});
    for (const data of ['{"type":"hi"}', 'garbage', new ArrayBuffer(1)]) network.last.onmessage?.({ data });
    expect(lines).toEqual(['state connecting', 'state connected', 'open']);
  });

  it('F40 drops what a socket still delivers after disconnect() and destroy()', async () => {
    class Talkative extends FakeWebSocket {
      override close(): void {
        this.readyState = 2;
      }
    }
    const sockets: Talkative[] = [];
    class Dialled extends Talkative {
      constructor(url: string) {
        super(url);
        sockets.push(this);
        void this.open();
      }
    }
    for (const end of ['disconnect', 'destroy'] as const) {
      const { client } = makeFakeClient({ WebSocket: Dialled });
      await client.connect();
      const lines = logEvents(client);
      client[end]();
      lines.length = 0;
      const socket = sockets.at(-1)!;
      for (const data of ['{"type":"hi"}', 'x', new ArrayBuffer(1)]) socket.onmessage?.({ data });
      await settle();
      expect(lines).toEqual([]);
    }
  });

  it('F31 W7 hears nothing of an old socket once a new one is dialled', async () => {
    const { client, network } = await connectFakeClient();
    const old = network.last;
    old.answersClose = false;
    const lines = logEvents(client);
    client.disconnect();
    await client.connect();
    lines.length = 0;
    old.onmessage?.({ data: '{"type":"late"}' });
    old.onerror?.({});
    old.onclose?.({ code: 1000, reason: '', wasClean: true });
    await settle();
    expect(lines).toEqual([]);
    expect(client.state).toBe('connected');
    expect(network.sockets).toHaveLength(2);
  });

  it('survives a socket that fires close from inside close() and message from inside send()', async () => {
    class Hasty extends FakeWebSocket {
      override send(data: string): void {
        super.send(data);
        this.onmessage?.({ data });
      }
      override close(code = 1000, reason = ''): void {
        this.finish(code, reason, true);
      }
    }
    const { client } = makeFakeClient({
      WebSocket: class extends Hasty {
        constructor(url: string) {
          super(url);
          void this.open();
        }
      },
    });
    const lines = logEvents(client);
    client.send('queued');
    await client.connect();
    client.send('direct');
    client.disconnect(4000);
    await settle();
    expect(lines).toEqual([
      ...['state connecting', 'state connected', 'open', 'drain', 'message queued', 'state closing'],
      ...['close 4000 Client disconnect', 'state closed'],
    ]);
  });

  it.each([
    ['text', () => ''],
    ['bytes', () => new Uint8Array(0)],
  ])('B19 sends empty %s as the very first frame of a client', async (_kind, frame) => {
    const { client, network } = makeFakeClient({}, openNetwork());
    await client.connect();
    const data = frame();
    const receipt = typeof data === 'string' ? client.sendText(data) : client.send(data);
    await receipt.delivered;
    expect(network.last.sent).toEqual([data]);
  });

  it('hands out bytes of its own: what the caller changes later is not sent', async () => {
    const { client, network } = makeFakeClient({}, openNetwork());
    const bytes = new Uint8Array([1, 2, 3]);
    client.send(bytes);
    bytes.fill(9);
    await client.connect();
    await settle();
    expect(network.last.sent).toEqual([new Uint8Array([1, 2, 3])]);
  });

  it('keeps what a congested socket does not take, and sends it in order when there is room', async () => {
    const { client, network } = await connectFakeClient();
    network.last.bufferedAmount = 2 * 1024 * 1024;
    const receipts = [client.sendText('1'), client.sendText('2')];
    expect(client.getSnapshot().queued).toBe(2);
    await settle();
    expect(network.last.sent).toEqual([]);
    network.last.bufferedAmount = 0;
    await Promise.all(receipts.map(({ delivered }) => delivered));
    client.sendText('3');
    expect(network.last.sent).toEqual(['1', '2', '3']);
  });

  it('never uses the global WebSocket where one is given', async () => {
    const { client, network } = makeFakeClient({}, fakeNetwork());
    void client.connect();
    await until(() => network.sockets.length === 1, 'the dial');
    expect(network.last.url).toBe('ws://server.test/ws');
  });
});
