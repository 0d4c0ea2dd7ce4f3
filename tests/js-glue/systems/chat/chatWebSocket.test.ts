import { ChatWebSocket, type ServerMessage } from 'chatwire/chat/client';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadCore } from '../../../../js-glue/core/load.ts';
import { connectChat, logStates, makeChat } from '../../../support/chatWebSockets.ts';
import { fakeNetwork, openNetwork } from '../../../support/fakeWebSocket.ts';
import { forgetCore } from '../../../support/loading.ts';
import { settle } from '../../../support/tasks.ts';
import { until } from '../../../support/until.ts';

const hello = { message: 'Hello', conversation_id: 'abc-123' };
const error = vi.spyOn(console, 'error');

beforeAll(loadCore);
beforeEach(() => void error.mockReset().mockImplementation(() => {}));
afterEach(() => vi.useRealTimers());

/** Time stands still but for `vi.advanceTimersByTime()`; tasks run on. */
const stopTime = () => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });

async function pass(milliseconds: number): Promise<void> {
  vi.advanceTimersByTime(milliseconds);
  await settle();
}

// By the names of the system's own tables of tests.
describe('unit tests', () => {
  it('S1.102 S1.19 S1.23 Constructor sets defaults', () => {
    const chat = new ChatWebSocket({ reconnectInterval: 1 });
    expect(chat.config).toEqual({
      ...{ url: 'ws://localhost:8000/ws', reconnect: true, reconnectInterval: 1, maxReconnectAttempts: 5 },
    });
    expect(chat.state).toBe('disconnected');
  });

  it('S1.103 S1.10 S1.35 S1.36 S1.37 S1.24 W5 connect() creates WebSocket', async () => {
    const { chat, network } = await connectChat();
    expect(network.last.url).toBe('ws://localhost:8000/ws');
    chat.connect();
    chat.connect();
    await settle();
    expect(network.sockets).toHaveLength(1);
  });

  it('S1.104 S1.46 S1.48 S1.49 disconnect() closes socket', async () => {
    const { chat, network } = await connectChat();
    chat.disconnect();
    expect(chat.state).toBe('disconnected');
    expect(chat.isConnected).toBe(false);
    chat.disconnect();
    await until(() => !network.last.isLive, 'the close');
    expect(network.last.closedWith).toEqual({ code: 1000, reason: 'Client disconnect' });
  });

  it('S1.105 S1.51 S1.77 send() serializes message', async () => {
    const { chat, network } = await connectChat();
    chat.send(hello);
    expect(network.last.sent).toEqual([JSON.stringify(hello)]);
  });

  it('S1.106 S1.52 S1.54 send() queues when disconnected', async () => {
    const { chat, network } = makeChat();
    chat.send(hello);
    expect(chat.queueSize).toBe(1);
    chat.send(hello);
    expect(chat.queueSize).toBe(2);
    await until(() => network.sockets.length > 0, 'the dial');
    chat.send(hello);
    await settle();
    expect(chat.queueSize).toBe(3);
    expect(network.sockets).toHaveLength(1);
  });

  it('S1.107 S1.27 S1.39 S1.40 S1.53 S1.58 Queue flushed on connect', async () => {
    const wire: unknown[] = [];
    const { chat, network } = makeChat({ onOpen: () => wire.push(...network.last.sent) }, openNetwork());
    for (const message of ['1', '2', '3']) chat.send({ message });
    await until(() => wire.length > 0, 'onOpen');
    expect(wire).toEqual(['{"message":"1"}', '{"message":"2"}', '{"message":"3"}']);
    expect(chat.queueSize).toBe(0);
  });
});

describe('connection tests', () => {
  it('S1.108 S1.13 S1.20 S1.21 S1.42 S1.57 S1.26 Auto-reconnect on disconnect', async () => {
    const { network } = await connectChat();
    stopTime();
    await network.last.end(1001);
    await pass(2999);
    expect(network.sockets).toHaveLength(1);
    await pass(1);
    expect(network.sockets).toHaveLength(2);
    await pass(60_000);
    expect(network.live).toBe(1);
  });

  it('S1.109 S1.14 S1.22 S1.56 Max reconnect attempts', async () => {
    const { chat, network } = makeChat(
      { reconnectInterval: 1, maxReconnectAttempts: 2 },
      fakeNetwork((socket) => void socket.fail()),
    );
    const ended = until(() => error.mock.calls.length > 0, 'the end');
    chat.connect();
    await ended;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(error.mock.calls).toEqual([['Max reconnection attempts reached']]);
    expect(network.sockets).toHaveLength(3);
    expect(chat.state).toBe('disconnected');
  });

  it('S1.110 S1.29 S1.30 S1.31 S1.32 S1.33 S1.34 State updates correctly', async () => {
    const { chat, network } = makeChat();
    const look = () => [chat.state, chat.isConnected];
    expect(look()).toEqual(['disconnected', false]);
    chat.connect();
    expect(look()).toEqual(['connecting', false]);
    await until(() => network.sockets.length > 0, 'the dial');
    expect(look()).toEqual(['connecting', false]);
    await network.last.open();
    expect(look()).toEqual(['connected', true]);
    network.last.answersClose = false;
    chat.disconnect();
    expect(look()).toEqual(['disconnected', false]);
    await network.last.end(1000);
    expect(look()).toEqual(['disconnected', false]);
  });
});

describe('message tests', () => {
  it('S1.111 S1.5 S1.44 Valid JSON parsed', async () => {
    const messages: ServerMessage[] = [];
    const { network } = await connectChat({ onMessage: (message) => messages.push(message) });
    const sent = {
      response: 'a',
      tool_calls: [{ name: 'ping' }],
      conversation_id: 'c',
      extra: { deep: [1] },
    };
    await network.last.message(sent);
    expect(messages).toEqual([sent]);
  });

  it('S1.112 S1.45 S1.96 W33 W35 W80 Invalid JSON logged', async () => {
    const messages: ServerMessage[] = [];
    const { chat, network } = await connectChat({ onMessage: (message) => messages.push(message) });
    await network.last.message('not json, but secret');
    await network.last.message('[1]');
    await network.last.message({ response: 'a' });
    expect(messages).toEqual([{ response: 'a' }]);
    expect(error.mock.calls).toEqual([
      ['Failed to parse WebSocket message:', expect.any(SyntaxError)],
      ['Failed to parse WebSocket message:', expect.any(SyntaxError)],
    ]);
    expect(String(error.mock.calls)).not.toContain('secret');
    expect(chat.isConnected).toBe(true);
    expect(network.sockets).toHaveLength(1);
  });

  it('S1.113 S1.18 Message callback invoked', async () => {
    const onMessage = vi.fn<(message: ServerMessage) => void>();
    const { network } = await connectChat({ onMessage });
    await network.last.message({ response: 'a' });
    expect(onMessage.mock.calls).toEqual([[{ response: 'a' }]]);
  });
});

describe('callbacks', () => {
  it('S1.15 S1.16 S1.17 S1.41 S1.43 are called once for what happens, the close before the next dial', async () => {
    const calls: unknown[][] = [];
    const network = fakeNetwork((socket) => {
      calls.push(['dial']);
      void (network.sockets.length === 1 ? socket.fail() : socket.open());
    });
    const { chat } = makeChat(
      {
        reconnectInterval: 1,
        onOpen: (...details) => calls.push(['open', ...details]),
        onClose: (event) => calls.push(['close', event.type, event.code, event.reason, event.wasClean]),
        onError: (event) => calls.push(['error', event instanceof Event && event.type]),
      },
      network,
    );
    chat.connect();
    await until(() => chat.isConnected, 'the link');
    await network.last.end(1001, 'deploy');
    await until(() => network.sockets.length === 3, 'the retry');
    expect(calls.slice(0, 7)).toEqual([
      ...[['dial'], ['error', 'error'], ['close', 'close', 1006, '', false]],
      ...[['dial'], ['open'], ['close', 'close', 1001, 'deploy', true], ['dial']],
    ]);
  });

  it('W33 W48 that throw are reported as what they are, and stop nothing', async () => {
    const bug = new Error('a bug of the application');
    const { chat, network } = await connectChat({
      onMessage() {
        throw bug;
      },
    });
    await network.last.message({ response: 'a' });
    await network.last.message({ response: 'b' });
    expect(error.mock.calls.map(([told]: unknown[]) => (told as Error).cause)).toEqual([bug, bug]);
    expect(chat.isConnected).toBe(true);
  });

  it('C39 onError hears of the end as well, with its code, and the console too', async () => {
    const codes: unknown[] = [];
    const { network } = await connectChat({
      onError: (event) => codes.push((event as { code?: string }).code),
    });
    await network.last.end(4400);
    expect(codes).toEqual(['CLOSED_BY_SERVER']);
    expect(error.mock.calls).toEqual([[expect.objectContaining({ code: 'CLOSED_BY_SERVER' })]]);
  });
});

describe('states', () => {
  it('S1.3 S1.88 S1.89 S1.91 S1.92 W18 W19 go from dial to close, and closing is told', async () => {
    const told: string[] = [];
    const { chat, network } = makeChat({ onStateChange: (state) => told.push(state) }, openNetwork());
    const states = logStates(chat);
    chat.connect();
    await until(() => chat.isConnected, 'the link');
    network.last.answersClose = false;
    chat.disconnect();
    expect(states).toEqual(['connecting', 'connected', 'closing']);
    await network.last.end(1000);
    expect(states).toEqual(['connecting', 'connected', 'closing', 'disconnected']);
    chat.connect();
    await until(() => chat.isConnected, 'the next link');
    expect(states.slice(4)).toEqual(['connecting', 'connected']);
    expect(told).toEqual(states);
  });

  it('S1.90 S1.93 S1.94 a lost link and a refused dial are disconnected until the next dial', async () => {
    const network = fakeNetwork(
      (socket) => void (network.sockets.length === 2 ? socket.fail() : socket.open()),
    );
    const { chat } = await connectChat({ reconnectInterval: 1 }, network);
    const states = logStates(chat);
    await network.last.fail();
    await until(() => network.sockets.length === 3 && chat.isConnected, 'the link');
    expect(states).toEqual(['disconnected', 'connecting', 'disconnected', 'connecting', 'connected']);
  });

  it('W48 tell everybody, also when one throws', async () => {
    const bug = new Error('a bug of the application');
    const { chat } = await connectChat();
    chat.onStateChange(() => {
      throw bug;
    });
    const states = logStates(chat);
    chat.disconnect();
    await until(() => states.length === 2, 'the close');
    expect(states).toEqual(['closing', 'disconnected']);
    expect(error.mock.calls).toEqual([[bug], [bug]]);
  });

  it('tell nobody who does not want to hear it any more', async () => {
    const { chat } = await connectChat();
    const states: string[] = [];
    const note = (state: string) => states.push(state);
    const stop = chat.onStateChange(note);
    chat.onStateChange(note);
    stop();
    stop();
    chat.disconnect();
    await until(() => states.length === 2, 'the close');
    expect(states).toEqual(['closing', 'disconnected']);
  });
});

describe('reconnecting', () => {
  it('S1.12 S1.55 does not happen with reconnect: false', async () => {
    const { chat, network } = await connectChat({ reconnect: false });
    stopTime();
    await network.last.end(1001);
    await pass(60_000);
    expect(network.sockets).toHaveLength(1);
    expect(chat.state).toBe('disconnected');
  });

  it('S1.97 S1.98 W4 does not happen after 1000', async () => {
    const { network } = await connectChat();
    stopTime();
    await network.last.end(1000);
    await pass(60_000);
    expect(network.sockets).toHaveLength(1);
  });

  it.each([
    [1001, [3000, 3000, 3000]],
    [1011, [3000, 3000, 3000]],
    [1006, [3000, 6000, 12_000]],
  ])('S1.97 S1.99 S1.100 S1.101 S1.94 W12 happens after %d, with gaps of %j', async (code, gaps) => {
    const { network } = await connectChat();
    stopTime();
    for (const gap of gaps) {
      const before = network.sockets.length;
      await (code === 1006 ? network.last.fail() : network.last.end(code));
      await pass(gap - 1);
      expect(network.sockets).toHaveLength(before);
      await pass(1);
      expect(network.sockets).toHaveLength(before + 1);
    }
  });

  it('C4 keeps the same gap with the strategy of its old code, and an interval above the largest delay', async () => {
    const { chat, network } = await connectChat({
      reconnectInterval: 40_000,
      reconnect: { strategy: 'fixed' },
    });
    stopTime();
    const delays: number[] = [];
    chat.client.on('retry', ({ delay }) => delays.push(delay));
    for (let time = 0; time < 2; time++) {
      await network.last.fail();
      await pass(40_000);
    }
    expect(delays).toEqual([40_000, 40_000]);
  });

  it('S1.25 S1.38 W10 counts from 1, and anew only after a link that lasted', async () => {
    const { chat, network } = await connectChat({ reconnectInterval: 10 });
    stopTime();
    const attempts: number[] = [];
    chat.client.on('retry', ({ attempt }) => attempts.push(attempt));
    for (const lasted of [0, 0, 6000]) {
      await network.last.fail();
      await pass(100);
      await pass(lasted);
    }
    await network.last.fail();
    expect(attempts).toEqual([1, 2, 3, 1]);
  });

  it('S1.47 W1 W7 is over with disconnect(), while it waits and when the close comes late', async () => {
    const { chat, network } = await connectChat();
    stopTime();
    await network.last.fail();
    chat.disconnect();
    await pass(60_000);
    expect(network.sockets).toHaveLength(1);
    chat.connect();
    await settle();
    network.last.answersClose = false;
    chat.disconnect();
    await network.last.end(1006, '', false);
    await pass(60_000);
    expect(network.sockets).toHaveLength(2);
  });

  it('W11 starts afresh with connect() after it has given up', async () => {
    const network = fakeNetwork((socket) => void socket.fail());
    const { chat } = makeChat({ reconnectInterval: 1, maxReconnectAttempts: 1 }, network);
    for (const sockets of [2, 4]) {
      chat.connect();
      await until(() => error.mock.calls.length === sockets / 2, 'the end');
      expect(network.sockets).toHaveLength(sockets);
    }
  });

  it('S1.95 keeps what is sent meanwhile, and W6 never has two links', async () => {
    const { chat, network } = await connectChat({ reconnectInterval: 20 });
    await network.last.fail();
    for (const message of ['1', '2', '3']) chat.send({ message });
    await until(() => chat.isConnected, 'the link');
    expect(network.last.sent).toEqual(['{"message":"1"}', '{"message":"2"}', '{"message":"3"}']);
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect(network.live).toBe(1);
  });
});

describe('disconnect()', () => {
  it('S1.46 may be called before anything else', () => {
    const { chat } = makeChat();
    chat.disconnect();
    expect(chat.state).toBe('disconnected');
  });

  it('S1.49 counts at once, also before the core is loaded, and the last word wins', async () => {
    forgetCore();
    const { chat, network } = makeChat({}, openNetwork());
    chat.connect();
    chat.disconnect();
    expect(chat.state).toBe('disconnected');
    await loadCore();
    await settle();
    expect(network.live).toBe(0);
    chat.connect();
    expect(chat.state).toBe('connecting');
    await until(() => chat.isConnected, 'the link');
    expect(network.live).toBe(1);
  });

  it('W26 hands back what is queued: nobody else sends it', async () => {
    const { chat, network } = makeChat();
    const receipt = chat.send(hello);
    chat.disconnect();
    await expect(receipt.delivered).rejects.toThrow();
    chat.connect();
    await until(() => network.live === 1, 'the dial');
    await network.last.open();
    expect(network.last.sent).toEqual([]);
  });

  it('keeps what is queued where the outbox is to be kept', async () => {
    const { chat, network } = makeChat({ outbox: { keepOnDisconnect: true } }, fakeNetwork());
    chat.send(hello);
    await until(() => network.sockets.length === 1, 'the dial');
    chat.disconnect();
    await new Promise((resolve) => setTimeout(resolve, 5));
    chat.connect();
    await until(() => network.sockets.length === 2, 'the next dial');
    await network.last.open();
    expect(network.last.sent).toEqual([JSON.stringify(hello)]);
  });

  it('S1.119 gives everything back: the client behind it too, once it is closed', async () => {
    const { chat, network } = await connectChat();
    const { client } = chat;
    chat.disconnect();
    await until(() => client.isDestroyed, 'the end of the client');
    expect(network.last.closedWith).toEqual({ code: 1000, reason: 'Client disconnect' });
    chat.send(hello);
    await until(() => network.sockets.length === 2 && chat.isConnected, 'the next link');
    expect(network.last.sent).toEqual([JSON.stringify(hello)]);
  });
});

describe('the conversation', () => {
  it('S1.116 C30 is the one that was named last, and stays over a reconnect', async () => {
    const { chat, network } = await connectChat({ reconnectInterval: 1 });
    chat.send({ message: '1' });
    chat.send({ message: '2', conversation_id: 'mine' });
    chat.send({ message: '3' });
    await network.last.message({ response: 'late', conversation_id: 'another' });
    expect(chat.conversationId).toBe('mine');
    await network.last.fail();
    chat.send({ message: '4' });
    await until(() => chat.isConnected, 'the link');
    expect(network.sockets.flatMap(({ sent }) => sent)).toEqual([
      '{"message":"1"}',
      '{"message":"2","conversation_id":"mine"}',
      '{"message":"3","conversation_id":"mine"}',
      '{"message":"4","conversation_id":"mine"}',
    ]);
  });

  it('S1.116 is learnt from the server where nobody has named one', async () => {
    const { chat, network } = await connectChat();
    for (const conversation_id of [7, null, 'given'])
      await network.last.message({ response: 'a', conversation_id });
    await network.last.message({ response: 'a', conversation_id: 'another' });
    chat.send({ message: '1' });
    expect(network.last.sent).toEqual(['{"message":"1","conversation_id":"given"}']);
  });
});
