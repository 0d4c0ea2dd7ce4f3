import { WebSocketHealthMonitor, WebSocketQueue } from 'chatwire/autobot/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { connectFakeClient, makeFakeClient } from '../../../support/clients.ts';
import { fakeNetwork, openNetwork } from '../../../support/fakeWebSocket.ts';
import { until } from '../../../support/until.ts';

/** The part of a WebSocket that the tools use. */
class PlainSocket extends EventTarget {
  readyState = 0;
  readonly sent: string[] = [];
  closedWith: unknown[] | undefined;
  /** Throws on so many sends. */
  refusals = 0;

  open(): void {
    this.readyState = 1;
    this.dispatchEvent(new Event('open'));
  }

  send(text: string): void {
    if (this.refusals-- > 0) throw new Error('Refused');
    this.sent.push(text);
  }

  close(...how: unknown[]): void {
    this.readyState = 3;
    this.closedWith = how;
    this.dispatchEvent(new Event('close'));
  }

  message(data: unknown): void {
    this.dispatchEvent(Object.assign(new Event('message'), { data }));
  }
}

afterEach(() => vi.restoreAllMocks());

describe('WebSocketQueue', () => {
  it('S4.129 S4.132 sends at once where the socket is open', () => {
    const [queue, socket] = [new WebSocketQueue(), new PlainSocket()];
    socket.open();
    queue.setWebSocket(socket);
    queue.send({ type: 'a' });
    expect([socket.sent, queue.getQueueSize()]).toEqual([['{"type":"a"}'], 0]);
  });

  it('S4.131 S4.134 S4.136 keeps what comes before, and sends it in order when the socket opens', () => {
    const [queue, socket] = [new WebSocketQueue(), new PlainSocket()];
    queue.send(1);
    queue.setWebSocket(socket);
    queue.send(2);
    expect([socket.sent, queue.getQueueSize()]).toEqual([[], 2]);
    socket.open();
    queue.send(3);
    expect([socket.sent, queue.getQueueSize()]).toEqual([['1', '2', '3'], 0]);
  });

  it('S4.130 S4.133 holds a thousand: the oldest makes room, and is given back', () => {
    const dropped: unknown[] = [];
    const queue = new WebSocketQueue({ onDrop: (message) => dropped.push(message) });
    for (let n = 0; n < 1001; n++) queue.send(n);
    expect([queue.getQueueSize(), dropped]).toEqual([1000, [0]]);
    const socket = new PlainSocket();
    socket.open();
    queue.setWebSocket(socket);
    expect([socket.sent.length, socket.sent[0], socket.sent.at(-1)]).toEqual([1000, '1', '1000']);
  });

  it('S4.133 warns of a drop where nobody takes it back, without the message', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const queue = new WebSocketQueue();
    for (let n = 0; n < 1001; n++) queue.send('secret');
    expect(warn.mock.calls).toEqual([[expect.stringMatching(/queue is full/)]]);
  });

  it('S4.134 keeps a message that the socket refuses, and those behind it', () => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => {});
    const [queue, socket] = [new WebSocketQueue(), new PlainSocket()];
    queue.send(1);
    queue.send(2);
    socket.refusals = 1;
    socket.readyState = 1;
    queue.setWebSocket(socket);
    expect([socket.sent, queue.getQueueSize(), error.mock.calls.length]).toEqual([[], 2, 1]);
    queue.send(3);
    expect([socket.sent, queue.getQueueSize()]).toEqual([['1', '2', '3'], 0]);
  });

  it('S4.135 forgets what waits', () => {
    const [queue, socket] = [new WebSocketQueue(), new PlainSocket()];
    queue.setWebSocket(socket);
    queue.send(1);
    queue.clearQueue();
    socket.open();
    expect([socket.sent, queue.getQueueSize()]).toEqual([[], 0]);
  });

  it('S4.131 sends on the newest socket only', () => {
    const [queue, old, socket] = [new WebSocketQueue(), new PlainSocket(), new PlainSocket()];
    queue.setWebSocket(old);
    queue.setWebSocket(socket);
    queue.send(1);
    old.open();
    expect([old.sent, queue.getQueueSize()]).toEqual([[], 1]);
    socket.open();
    expect(socket.sent).toEqual(['1']);
    queue.setWebSocket(null);
    queue.send(2);
    expect(queue.getQueueSize()).toBe(1);
  });

  it('B33 refuses what has no JSON, and is unharmed', () => {
    const queue = new WebSocketQueue();
    expect(() => queue.send(undefined)).toThrow(TypeError);
    expect(() => queue.send(1n)).toThrow(TypeError);
    expect(queue.getQueueSize()).toBe(0);
  });

  it('S4.131 takes a client for a socket, over its reconnects', async () => {
    const network = openNetwork();
    const { client } = makeFakeClient(
      { profile: 'autobot', heartbeat: false, reconnect: { initialDelay: 5 } },
      network,
    );
    const queue = new WebSocketQueue();
    queue.setWebSocket(client);
    queue.send(1);
    expect(queue.getQueueSize()).toBe(1);
    await client.connect();
    void network.last.fail();
    await until(() => client.state === 'reconnecting', 'the loss');
    queue.send(2);
    await until(() => queue.getQueueSize() === 0, 'the second link');
    expect(network.sockets.map(({ sent }) => sent)).toEqual([['1'], ['2']]);
  });
});

describe('WebSocketHealthMonitor', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  function monitored() {
    const socket = new PlainSocket();
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const monitor = new WebSocketHealthMonitor(socket);
    return { socket, monitor, warn };
  }

  it('S4.122 S4.123 S4.124 S4.125 pings an open socket every 30 s, and no other', () => {
    const { socket, monitor } = monitored();
    vi.advanceTimersByTime(30_000);
    expect(socket.sent).toEqual([]);
    socket.open();
    for (let n = 0; n < 3; n++) {
      vi.advanceTimersByTime(30_000);
      monitor.handlePong();
    }
    expect(socket.sent).toEqual(Array(3).fill('{"type":"ping"}'));
    expect(socket.closedWith).toBeUndefined();
  });

  it('S4.126 closes a socket that is silent for 5 s after a ping, and says so', () => {
    const { socket, warn } = monitored();
    socket.open();
    vi.advanceTimersByTime(34_999);
    expect(socket.closedWith).toBeUndefined();
    vi.advanceTimersByTime(1);
    expect(socket.closedWith).toEqual([4008, 'Ping timeout']);
    expect(warn.mock.calls).toEqual([['WebSocket ping timeout - connection may be dead']]);
  });

  it('S4.127 W53 hears a pong by itself', () => {
    const { socket } = monitored();
    socket.open();
    vi.advanceTimersByTime(30_000);
    for (const other of ['pong', '{"type":"pong_not"}', '{"pong":1}', new ArrayBuffer(4)])
      socket.message(other);
    vi.advanceTimersByTime(4999);
    socket.message('{"type":"pong"}');
    vi.advanceTimersByTime(1);
    expect(socket.closedWith).toBeUndefined();
  });

  it('S4.128 W52 leaves no timer behind: no ping and no close comes later', () => {
    const { socket, monitor } = monitored();
    socket.open();
    vi.advanceTimersByTime(30_000);
    monitor.destroy();
    expect(vi.getTimerCount()).toBe(0);
    vi.advanceTimersByTime(100_000);
    expect([socket.sent.length, socket.closedWith]).toEqual([1, undefined]);
  });

  it('S4.126 a socket that has closed is not closed once more', () => {
    const { socket, warn } = monitored();
    socket.open();
    vi.advanceTimersByTime(30_000);
    socket.close(1000);
    vi.advanceTimersByTime(100_000);
    expect([socket.closedWith, warn.mock.calls.length]).toEqual([[1000], 0]);
  });
});

describe('WebSocketHealthMonitor of a client', () => {
  it('S4.124 S4.126 W54 leaves the pings to the client, over its reconnects, and says so when a link was dead', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const network = fakeNetwork((socket) => void socket.open());
    const { client } = makeFakeClient(
      { profile: 'autobot', heartbeat: { interval: 10, timeout: 10 }, reconnect: { initialDelay: 1 } },
      network,
    );
    const monitor = new WebSocketHealthMonitor(client);
    await client.connect();
    await until(() => warn.mock.calls.length > 1, 'two dead links');
    monitor.destroy();
    expect(warn.mock.calls[0]).toEqual(['WebSocket ping timeout - connection may be dead']);
    expect(network.sockets[0]?.sent).toEqual(['{"type":"ping"}']);
  });

  it('S4.127 a client hears its pongs by itself', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const { client, network } = await connectFakeClient({
      profile: 'autobot',
      heartbeat: { interval: 5, timeout: 5000 },
    });
    const monitor = new WebSocketHealthMonitor(client);
    monitor.handlePong();
    for (let n = 0; n < 3; n++) {
      const pings = network.last.sent.length;
      await until(() => network.last.sent.length > pings, 'a ping');
      await network.last.message({ type: 'pong' });
    }
    expect([client.state, warn.mock.calls.length]).toEqual(['connected', 0]);
    monitor.destroy();
  });
});
