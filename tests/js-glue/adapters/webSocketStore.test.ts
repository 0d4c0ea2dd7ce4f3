import { afterEach, describe, expect, it, vi } from 'vitest';
import { openByUrl } from '../../../js-glue/adapters/heldClient.ts';
import {
  initialView,
  WebSocketStore,
  type UseWebSocketOptions,
} from '../../../js-glue/adapters/webSocketStore.ts';
import { fakeNetwork, openNetwork } from '../../support/fakeWebSocket.ts';
import { settle } from '../../support/tasks.ts';
import { until } from '../../support/until.ts';

const texts = {
  ...{ failed: 'failed', refused: 'refused', exhausted: 'exhausted' },
  ...{ unparsable: 'unparsable', dropped: 'dropped' },
};
const held: WebSocketStore[] = [];

function make(options: UseWebSocketOptions = {}) {
  const network = openNetwork();
  const store = new WebSocketStore(
    openByUrl('ws://server.test'),
    { WebSocket: network.WebSocket, ...options },
    texts,
  );
  return { store, network };
}

async function connected(options: UseWebSocketOptions = {}) {
  const { store, network } = make(options);
  store.retain();
  held.push(store);
  await until(() => store.getView().isConnected, 'the link');
  return { store, network };
}

afterEach(() => {
  for (const store of held.splice(0)) store.release();
  vi.restoreAllMocks();
});

describe('WebSocketStore', () => {
  it('W74 opens nothing before it is held', async () => {
    const { store, network } = make();
    await settle();
    expect(network.sockets).toEqual([]);
    expect(store.getView()).toBe(initialView);
    expect(store.client).toBeUndefined();
  });

  it('W69 keeps its socket over a release and a retain within a task', async () => {
    const { store, network } = await connected();
    for (let time = 0; time < 100; time++) {
      store.release();
      store.retain();
    }
    await new Promise((resolve) => setTimeout(resolve));
    await settle();
    expect(network.sockets).toHaveLength(1);
    expect(network.live).toBe(1);
  });

  it('S4.58 calls onMessage with the frame, then shows it', async () => {
    const seen: unknown[] = [];
    const { store, network } = await connected({
      onMessage: (message) => seen.push(message, store.getView().lastMessage),
    });
    await network.last.message({ type: 'a', payload: 1, extra: true });
    expect(seen).toEqual([{ type: 'a', payload: 1, extra: true }, null]);
    await until(() => store.getView().lastMessage !== null, 'the view');
    expect(store.getView().messages).toEqual([{ type: 'a', payload: 1, extra: true }]);
  });

  it.each([
    [0, []],
    [1, [3]],
    [2, [2, 3]],
    [9, [1, 2, 3]],
  ])('keeps at most maxMessages: %i', async (maxMessages, kept) => {
    const { store, network } = await connected({ maxMessages });
    for (const payload of [1, 2, 3]) await network.last.message({ type: 'a', payload });
    await until(() => store.getView().lastMessage?.payload === 3, 'the view');
    expect(store.getView().messages.map(({ payload }): unknown => payload)).toEqual(kept);
  });

  it('S4.97 clearMessages() empties messages, and keeps lastMessage', async () => {
    const { store, network } = await connected();
    await network.last.message({ type: 'a' });
    await until(() => store.getView().messages.length === 1, 'the view');
    store.clearMessages();
    expect(store.getView()).toMatchObject({ messages: [], lastMessage: { type: 'a' } });
  });

  it('S4.97 clearMessages() within a burst keeps the last one that came', async () => {
    const { store, network } = await connected();
    await network.last.message({ type: 'a' });
    store.clearMessages();
    await network.last.message({ type: 'b' });
    await until(() => store.getView().messages.length === 1, 'the view');
    expect(store.getView().messages).toEqual([{ type: 'b' }]);
  });

  it('S4.72 C11 sends JSON of any value, but a text as what a user wrote', async () => {
    const { store, network } = await connected();
    for (const value of [{ type: 'a' }, 5, null, undefined, [1], 'text']) store.sendMessage(value);
    const text = '{"type":"user_message","payload":{"message":"text"}}';
    expect(network.last.sent).toEqual(['{"type":"a"}', '5', 'null', 'null', '[1]', text]);
  });

  it('W32 hands back the very message that could not be sent', async () => {
    const { store } = await connected();
    const unsent: unknown[] = [];
    store.client!.on('unsent', ({ receipt }) => unsent.push(receipt.message));
    store.disconnect();
    const message = { type: 'a' };
    store.sendMessage(message);
    store.client!.destroy();
    expect(unsent).toEqual([message]);
    expect(unsent[0]).toBe(message);
  });

  it.each([() => {}, Symbol('x'), 5n])('B33 refuses what JSON does not have', async (value) => {
    const { store, network } = await connected();
    expect(() => store.sendMessage(value)).toThrow(TypeError);
    expect(network.last.sent).toEqual([]);
    expect(store.getView().queued).toBe(0);
  });

  it('S4.73 S4.96 warns where there is no client', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    make().store.sendMessage({ type: 'a' });
    expect(warn).toHaveBeenCalledExactlyOnceWith('dropped');
  });

  it('W73 C35 shows each state as it comes, also a short one, and polls for none', async () => {
    const interval = vi.spyOn(globalThis, 'setInterval');
    const { store, network } = make({ reconnectDelay: 1 });
    const states: string[] = [];
    store.onChange(() => {
      const { state } = store.getView();
      if (states.at(-1) !== state) states.push(state);
    });
    store.retain();
    held.push(store);
    await until(() => store.getView().isConnected, 'the link');
    await network.last.fail();
    await until(() => store.getView().isConnected, 'the second link');
    store.disconnect();
    await until(() => store.getView().state === 'closed', 'the end');
    expect(states).toEqual([
      ...['connecting', 'connected', 'reconnecting', 'connecting', 'connected', 'closing', 'closed'],
    ]);
    expect(interval).not.toHaveBeenCalled();
  });

  it('S4.60 W80 logs that a frame is no JSON object, not what it says, and goes on', async () => {
    const { store, network } = await connected();
    const error = vi.spyOn(console, 'error').mockImplementation(() => {});
    await network.last.message('garbage');
    expect(error).toHaveBeenCalledExactlyOnceWith('unparsable', new SyntaxError('It is no JSON object'));
    expect(store.getView()).toMatchObject({ isConnected: true, lastMessage: null });
  });

  it('S4.46 S4.47 S4.61 C20 C21 calls onConnect and onDisconnect once per link', async () => {
    const calls: string[] = [];
    const { store, network } = await connected({
      reconnectDelay: 5,
      onConnect: () => calls.push('connect'),
      onDisconnect: ({ code }) => calls.push(`disconnect ${code}`),
    });
    await network.last.end(4321, '');
    expect(store.getView().isConnected).toBe(false);
    await until(() => network.sockets.length === 2 && store.getView().isConnected, 'the second link');
    expect(calls).toEqual(['connect', 'disconnect 4321', 'connect']);
  });

  it('C21 calls onDisconnect for no dial that never opened', async () => {
    const calls: string[] = [];
    const network = fakeNetwork((socket) => void socket.fail());
    const options = { WebSocket: network.WebSocket, reconnectDelay: 1, reconnectAttempts: 2 };
    const store = new WebSocketStore(
      openByUrl('ws://server.test'),
      { ...options, onDisconnect: () => calls.push('disconnect') },
      texts,
    );
    store.retain();
    held.push(store);
    await until(() => store.getView().state === 'failed', 'the end');
    expect([network.sockets.length, calls]).toEqual([3, []]);
  });

  it('runs where it is told to, and says so where that cannot be', async () => {
    const { store } = await connected({ thread: 'worker' });
    expect(store.client?.stats()).toMatchObject({ thread: 'main', fallback: expect.any(String) as string });
  });

  it('C41 closes with 1000 and says who did', async () => {
    const { store, network } = await connected();
    store.disconnect();
    await until(() => store.getView().state === 'closed', 'the close');
    expect(network.last.closedWith).toEqual({ code: 1000, reason: 'Client disconnect' });
  });

  it('S4.59 W34 answers a ping once, shows it to nobody, also where onMessage throws', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const { network } = await connected({
      onMessage: () => {
        throw new Error('of the application');
      },
    });
    await network.last.message({ type: 'a' });
    await network.last.message({ type: 'ping' });
    expect(network.last.sent).toEqual(['{"type":"pong"}']);
  });

  it('S4.69 S4.71 disconnect() shows at once, and is final', async () => {
    const { store, network } = await connected();
    store.disconnect();
    expect(store.getView().isConnected).toBe(false);
    await until(() => store.getView().state === 'closed', 'the end');
    expect(network.sockets).toHaveLength(1);
  });

  it('S4.73 C13 drops what it cannot send at once, with one warning and no throw, where it is told to', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const { store, network } = await connected({ offline: 'drop' });
    store.sendMessage({ type: 'a' });
    store.disconnect();
    await until(() => store.getView().state === 'closed', 'the end');
    store.sendMessage({ type: 'secret' });
    await until(() => warn.mock.calls.length > 0, 'the warning');
    expect(warn.mock.calls).toEqual([['dropped']]);
    expect(network.last.sent).toEqual(['{"type":"a"}']);
    expect(store.getView().queued).toBe(0);
  });

  it('S4.62 S4.64 S4.65 C43 tells a logger of opens, closes and retries, and of no contents', async () => {
    const debug = vi.fn();
    const { store, network } = await connected({ logger: { debug }, reconnectDelay: 5 });
    await network.last.message({ type: 'secret' });
    void network.last.end(1011, 'out of order');
    await until(() => store.getView().isConnected && network.sockets.length === 2, 'the second link');
    expect(debug.mock.calls).toEqual([
      ['WebSocket connected'],
      ['WebSocket disconnected', 1011, 'out of order'],
      ['Attempting reconnect in 5ms (attempt 1)'],
      ['WebSocket connected'],
    ]);
  });
});
