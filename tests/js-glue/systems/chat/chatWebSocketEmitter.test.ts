import { ChatWebSocket, ChatWebSocketEmitter } from 'chatwire/chat/client';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { connectChat, makeChat } from '../../../support/chatWebSockets.ts';
import { fakeNetwork } from '../../../support/fakeWebSocket.ts';
import { until } from '../../../support/until.ts';

const error = vi.spyOn(console, 'error');
beforeEach(() => void error.mockReset().mockImplementation(() => {}));

describe('ChatWebSocketEmitter', () => {
  it('S1.74 S1.65 W65 is a ChatWebSocket', () => {
    expect(new ChatWebSocketEmitter()).toBeInstanceOf(ChatWebSocket);
  });

  it('S1.6 S1.59 S1.61 S1.62 S1.63 S1.64 S1.68 W46 tells its listeners what it tells its callbacks', async () => {
    const calls: unknown[][] = [];
    const network = fakeNetwork(
      (socket) => void (network.sockets.length === 1 ? socket.fail() : socket.open()),
    );
    const { chat } = makeChat(
      {
        reconnectInterval: 1,
        onOpen: () => calls.push(['onOpen']),
        onMessage: (message) => calls.push(['onMessage', message]),
      },
      network,
    );
    chat.on('open', (...details) => calls.push(['open', ...details]));
    chat.on('close', ({ type, code }) => calls.push([type, code]));
    chat.on('error', ({ type }) => calls.push([type]));
    chat.on('message', (message) => calls.push(['message', message]));
    chat.connect();
    await until(() => chat.isConnected, 'the link');
    await network.last.message({ response: 'a' });
    await network.last.end(1000);
    expect(calls).toEqual([
      ...[['error'], ['close', 1006], ['onOpen'], ['open']],
      ...[
        ['onMessage', { response: 'a' }],
        ['message', { response: 'a' }],
        ['close', 1000],
      ],
    ]);
  });

  it('S1.65 S1.66 calls each once, in the order of registration', async () => {
    const { chat, network } = await connectChat();
    const calls: string[] = [];
    const first = () => calls.push('first');
    chat.on('message', first);
    chat.on('message', () => calls.push('second'));
    chat.on('message', first);
    await network.last.message({});
    expect(calls).toEqual(['first', 'second']);
  });

  it('S1.67 W47 takes them away again, also while it tells them', () => {
    const chat = new ChatWebSocketEmitter();
    const calls: string[] = [];
    const stop = chat.on('open', () => {
      calls.push('first');
      stop();
      stopThird();
    });
    chat.on('open', () => {
      calls.push('second');
      chat.on('open', () => calls.push('late'));
    });
    const stopThird = chat.on('open', () => calls.push('third'));
    chat.emit('open');
    expect(calls).toEqual(['first', 'second']);
    stop();
    chat.emit('open');
    expect(calls).toEqual(['first', 'second', 'second', 'late']);
  });

  it('S1.68 W48 one that throws stops no other one, nor does a callback', async () => {
    const bugs = [new Error('of the callback'), new Error('of the listener')];
    const { chat, network } = await connectChat({
      onMessage() {
        throw bugs[0]!;
      },
    });
    const calls: unknown[] = [];
    chat.on('message', () => {
      throw bugs[1]!;
    });
    chat.on('message', (message) => calls.push(message));
    await network.last.message({ response: 'a' });
    expect(calls).toEqual([{ response: 'a' }]);
    const told = error.mock.calls.map(([bug]: unknown[]) => (bug as Error).cause ?? bug);
    expect(told).toEqual(expect.arrayContaining(bugs));
    expect(told).toHaveLength(2);
  });

  it('S1.60 S1.120 knows four events, and what each brings', () => {
    const chat = new ChatWebSocketEmitter();
    // @ts-expect-error There is no such event.
    chat.on('foo', () => {});
    // @ts-expect-error A close is told by a CloseEvent.
    chat.on('close', (event: string) => event);
    // @ts-expect-error A message has to be one.
    chat.emit('message');
    chat.on('message', ({ response }) => response?.toUpperCase());
    expect(chat).toBeInstanceOf(ChatWebSocketEmitter);
  });
});
