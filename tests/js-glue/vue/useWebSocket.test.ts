// @vitest-environment happy-dom
import { useWebSocket, type UseWebSocketOptions, type UseWebSocketReturn } from 'chatwire/vue';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createApp, createSSRApp, effectScope, nextTick, watch } from 'vue';
import { renderToString } from 'vue/server-renderer';
import { fakeNetwork, openNetwork, type FakeNetwork } from '../../support/fakeWebSocket.ts';
import { settle } from '../../support/tasks.ts';
import { until } from '../../support/until.ts';

const url = 'ws://server.test/ws';
const ends: (() => void)[] = [];

afterEach(() => {
  for (const end of ends.splice(0)) end();
  vi.restoreAllMocks();
});

/** In a component of a mounted app. */
function mount(options: UseWebSocketOptions = {}, network: FakeNetwork = openNetwork(), address = url) {
  let socket!: UseWebSocketReturn;
  const app = createApp({
    setup() {
      socket = useWebSocket(address, { WebSocket: network.WebSocket, ...options });
      return () => null;
    },
  });
  const socketsInSetup = network.sockets.length;
  app.mount(document.createElement('div'));
  let mounted = true;
  const unmount = () => {
    if (mounted) app.unmount();
    mounted = false;
  };
  ends.push(unmount);
  return { socket, network, unmount, socketsInSetup };
}

/** In an effect scope without a component. */
function scoped(options: UseWebSocketOptions = {}, network: FakeNetwork = openNetwork()) {
  const scope = effectScope();
  const socket = scope.run(() => useWebSocket(url, { WebSocket: network.WebSocket, ...options }))!;
  ends.push(() => scope.stop());
  return { socket, network, scope };
}

describe('useWebSocket of Vue', () => {
  it('S4.100 returns the keys of the system, and begins with S4.79 to S4.82', () => {
    const { socket } = mount({}, fakeNetwork());
    expect(socket.isConnected.value).toBe(false);
    expect(socket.lastMessage.value).toBeNull();
    expect(socket.messages.value).toEqual([]);
    expect(socket.connectionError.value).toBeNull();
    for (const name of ['sendMessage', 'connect', 'disconnect', 'clearMessages'] as const) {
      expect(typeof socket[name]).toBe('function');
    }
  });

  it('S4.98 S4.99 connects when mounted, closes when unmounted, and comes not back', async () => {
    const { socket, network, unmount } = mount({ reconnectDelay: 1 });
    await until(() => socket.isConnected.value, 'the link');
    expect(network.sockets).toHaveLength(1);
    unmount();
    await until(() => network.live === 0, 'the close');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(network.sockets).toHaveLength(1);
  });

  it('S4.99 W72 works in a plain effect scope: connects at once, closes with it', async () => {
    const { socket, network, scope } = scoped();
    await until(() => socket.isConnected.value, 'the link');
    expect(socket.client.value?.state).toBe('connected');
    scope.stop();
    await until(() => network.live === 0, 'the close');
    await settle();
    expect(network.sockets).toHaveLength(1);
  });

  it('S4.87 shows messages, and watchers see them', async () => {
    const { socket, network } = scoped();
    const seen: unknown[] = [];
    await until(() => socket.isConnected.value, 'the link');
    watch(socket.lastMessage, (message) => seen.push(message));
    await network.last.message({ type: 'a', payload: 1 });
    await until(() => socket.messages.value.length === 1, 'the message');
    await nextTick();
    expect(seen).toEqual([{ type: 'a', payload: 1 }]);
  });

  it('S4.88 of 1,500 messages the last 1,000 stay, the 501st first', async () => {
    const { socket, network } = scoped();
    await until(() => socket.isConnected.value, 'the link');
    const all = Array.from({ length: 1500 }, (_, n) => n + 1);
    await Promise.all(all.map((payload) => network.last.message({ type: 'a', payload })));
    await until(() => socket.lastMessage.value?.payload === 1500, 'the last one');
    expect(socket.messages.value).toHaveLength(1000);
    expect(socket.messages.value[0]!.payload).toBe(501);
  });

  it('S4.97 clearMessages() empties messages and keeps lastMessage', async () => {
    const { socket, network } = scoped();
    await until(() => socket.isConnected.value, 'the link');
    await network.last.message({ type: 'a' });
    await until(() => socket.messages.value.length === 1, 'the message');
    socket.clearMessages();
    expect(socket.messages.value).toEqual([]);
    expect(socket.lastMessage.value).toEqual({ type: 'a' });
  });

  it('S4.93 W71 C38 C40 says what is wrong in the words of the system, and when it gives up', async () => {
    const network = fakeNetwork((socket) => void socket.fail());
    const { socket } = scoped({ reconnectAttempts: 1, reconnectDelay: 1 }, network);
    const shown: unknown[] = [];
    watch(socket.connectionError, (text) => shown.push(text), { flush: 'sync' });
    await until(() => socket.state.value === 'failed', 'the end');
    expect(shown).toEqual(['Connection error', 'Max reconnection attempts reached']);
    expect(socket.maxAttempts.value).toBe(1);
    expect(network.sockets).toHaveLength(2);
  });

  it.each(['', 'http://server.test'])(
    'S4.94 a bad URL %j is told as such, and nothing is thrown',
    async (bad) => {
      vi.spyOn(console, 'error').mockImplementation(() => {});
      const { socket } = mount({}, fakeNetwork(), bad);
      await until(() => socket.connectionError.value !== null, 'the error');
      expect(socket.connectionError.value).toBe('Failed to connect');
    },
  );

  it('S4.95 disconnect() shows at once, and is final; connect() comes back', async () => {
    const { socket, network } = mount();
    await until(() => socket.isConnected.value, 'the link');
    socket.disconnect();
    expect(socket.isConnected.value).toBe(false);
    await until(() => socket.state.value === 'closed', 'the end');
    socket.connect();
    await until(() => socket.isConnected.value, 'the second link');
    expect(network.live).toBe(1);
  });

  it('S4.78 S4.85 S4.86 S4.80 S4.81 opens one socket, and shows that it is up and what came', async () => {
    const { socket, network } = mount();
    await until(() => socket.isConnected.value, 'the link');
    expect(network.sockets.map((each) => each.url)).toEqual([url]);
    socket.connect();
    await settle();
    expect(network.sockets).toHaveLength(1);
    expect([socket.lastMessage.value, socket.connectionError.value]).toEqual([null, null]);
    await network.last.message({ type: 'a', payload: 1 });
    await until(() => socket.lastMessage.value !== null, 'the message');
    expect(socket.lastMessage.value).toEqual({ type: 'a', payload: 1 });
  });

  it('S4.89 answers each ping once, and shows none', async () => {
    const { socket, network } = mount();
    await until(() => socket.isConnected.value, 'the link');
    await network.last.message({ type: 'ping' });
    await network.last.message({ type: 'ping' });
    expect(network.last.sent).toEqual(['{"type":"pong"}', '{"type":"pong"}']);
    expect(socket.messages.value).toEqual([]);
  });

  it('S4.90 W80 logs that a frame is no JSON object, in the words of the system', async () => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => {});
    const { socket, network } = mount();
    await until(() => socket.isConnected.value, 'the link');
    await network.last.message('garbage');
    expect(error).toHaveBeenCalledExactlyOnceWith('Failed to parse message:', expect.any(SyntaxError));
    expect(socket.isConnected.value).toBe(true);
  });

  it('S4.91 S4.96 shows that the link is gone, and warns of what it cannot send', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const { socket, network } = mount({ offline: 'drop' });
    await until(() => socket.isConnected.value, 'the link');
    void network.last.fail();
    await until(() => !socket.isConnected.value, 'the loss');
    socket.sendMessage({ type: 'a' });
    await until(() => warn.mock.calls.length > 0, 'the warning');
    expect(warn).toHaveBeenCalledExactlyOnceWith('WebSocket not connected');
  });

  it('S4.83 S4.84 S4.92 tries five times, after 1, 2, 4, 8 and 16 s', async () => {
    const delays: number[] = [];
    const debug = (...what: unknown[]) => {
      const [, delay] = /^Attempting reconnect in (\d+)ms/.exec(String(what[0])) ?? [];
      if (delay) delays.push(Number(delay));
    };
    vi.useFakeTimers({
      toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'],
    });
    try {
      const network = fakeNetwork((socket) => void socket.fail());
      const { socket } = mount({ logger: { debug } }, network);
      for (let n = 0; n < 200 && socket.state.value !== 'failed'; n++) await vi.advanceTimersByTimeAsync(500);
      expect(delays).toEqual([1000, 2000, 4000, 8000, 16_000]);
      expect(network.sockets).toHaveLength(6);
      expect(socket.connectionError.value).toBe('Max reconnection attempts reached');
    } finally {
      vi.useRealTimers();
    }
  });

  it('W74 rendering on a server opens nothing', async () => {
    const network = fakeNetwork();
    const app = createSSRApp({
      setup() {
        const { state } = useWebSocket(url, { WebSocket: network.WebSocket });
        return () => state.value;
      },
    });
    expect(await renderToString(app)).toBe('idle');
    await settle();
    expect(network.sockets).toEqual([]);
  });
});
