import { createChatClient, type Clock } from 'chatwire';
import { createMockClock, MockCloseEvent, MockServer, MockWebSocket } from 'chatwire/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

describe('a mock WebSocket', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function heard(socket: MockWebSocket) {
    const events: string[] = [];
    for (const type of ['open', 'message', 'error', 'close'] as const) {
      socket[`on${type}`] = () => events.push(`on${type}`);
      socket.addEventListener(type, () => events.push(type));
    }
    return events;
  }

  it('S4.137 is an EventTarget with the constants of a WebSocket', () => {
    const { CONNECTING, OPEN, CLOSING, CLOSED } = MockWebSocket;
    expect([CONNECTING, OPEN, CLOSING, CLOSED]).toEqual([0, 1, 2, 3]);
    const socket = new MockWebSocket('ws://test');
    expect(socket).toBeInstanceOf(EventTarget);
    expect(socket).toMatchObject({
      CONNECTING: 0,
      OPEN: 1,
      CLOSING: 2,
      CLOSED: 3,
      url: 'ws://test',
      readyState: 0,
    });
  });

  it('S4.138 W84 opens after 10 ms, and tells handlers and listeners', () => {
    const socket = new MockWebSocket('ws://test', ['v1']);
    const events = heard(socket);
    vi.advanceTimersByTime(9);
    expect(socket.readyState).toBe(MockWebSocket.CONNECTING);
    vi.advanceTimersByTime(1);
    expect(socket).toMatchObject({ readyState: MockWebSocket.OPEN, protocol: 'v1' });
    expect(events).toEqual(['onopen', 'open']);
  });

  it('S4.139 W84 W88 echoes after 5 ms what it is sent, and throws unless it is open', () => {
    const socket = new MockWebSocket('ws://test');
    expect(() => socket.send('early')).toThrow('WebSocket is not open');
    vi.advanceTimersByTime(10);
    const events = heard(socket);
    const data: unknown[] = [];
    socket.addEventListener('message', (event) => data.push((event as MessageEvent).data));
    const bytes = new Uint8Array([1, 2, 3]);
    socket.send('{"type":"test","data":"hello"}');
    socket.send(bytes.subarray(1));
    bytes.fill(0);
    vi.advanceTimersByTime(4);
    expect(data).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(data).toEqual(['{"type":"test","data":"hello"}', new Uint8Array([2, 3]).buffer]);
    expect(events).toEqual(['onmessage', 'message', 'onmessage', 'message']);
    expect(socket.sent).toHaveLength(2);
    socket.close();
    expect(() => socket.send('late')).toThrow('WebSocket is not open');
  });

  it('S4.140 W85 W86 closes in a later task, with code and reason', () => {
    const socket = new MockWebSocket('ws://test');
    vi.advanceTimersByTime(10);
    const events = heard(socket);
    const closes: MockCloseEvent[] = [];
    socket.addEventListener('close', (event) => closes.push(event as MockCloseEvent));
    socket.close(3000, 'done');
    socket.close(3001, 'again');
    expect(socket.readyState).toBe(MockWebSocket.CLOSING);
    expect(events).toEqual([]);
    vi.runAllTimers();
    expect(socket.readyState).toBe(MockWebSocket.CLOSED);
    expect(events).toEqual(['onclose', 'close']);
    expect(closes).toHaveLength(1);
    expect(closes[0]).toBeInstanceOf(MockCloseEvent);
    expect(closes[0]).toMatchObject({ type: 'close', code: 3000, reason: 'done', wasClean: true });
  });

  it('tells a handler once where the platform’s EventTarget calls handlers by itself', async () => {
    class Eager extends EventTarget {
      override dispatchEvent(event: Event): boolean {
        (this as unknown as Record<string, (event: Event) => void>)[`on${event.type}`]?.(event);
        return super.dispatchEvent(event);
      }
    }
    vi.stubGlobal('EventTarget', Eager);
    vi.resetModules();
    const kit = await import('chatwire/testing');
    const socket = new kit.MockWebSocket('ws://test');
    const events = heard(socket);
    vi.advanceTimersByTime(10);
    expect(events).toEqual(['onopen', 'open']);
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  it('fails, as a real one does, when it is closed while it dials', () => {
    const socket = new MockWebSocket('ws://test');
    const events = heard(socket);
    socket.close();
    vi.runAllTimers();
    expect(events).toEqual(['onerror', 'error', 'onclose', 'close']);
    expect(socket.readyState).toBe(MockWebSocket.CLOSED);
  });

  it('B28 refuses codes and reasons that a real one refuses', () => {
    const socket = new MockWebSocket('ws://test');
    // As in Jest's jsdom.
    vi.stubGlobal('TextEncoder', undefined);
    for (const code of [0, 999, 1001, 1006, 2999, 5000]) expect(() => socket.close(code)).toThrow('no code');
    expect(() => socket.close(1000, 'ä'.repeat(62))).toThrow('123 bytes');
    expect(socket.readyState).toBe(MockWebSocket.CONNECTING);
    socket.close(1000, 'ä'.repeat(61));
    expect(socket.readyState).toBe(MockWebSocket.CLOSING);
    vi.unstubAllGlobals();
  });

  it('S4.141 W87 takes the place of the platform’s only when it is asked to, and gives it back', () => {
    const before = Object.getOwnPropertyDescriptor(globalThis, 'WebSocket');
    const restore = MockWebSocket.install();
    expect(globalThis.WebSocket).toBe(MockWebSocket);
    restore();
    expect(Object.getOwnPropertyDescriptor(globalThis, 'WebSocket')).toEqual(before);

    const theirs = () => {};
    vi.stubGlobal('WebSocket', theirs);
    const server = new MockServer();
    const giveBack = server.install();
    expect(globalThis.WebSocket).toBe(server.WebSocket);
    giveBack();
    expect(globalThis.WebSocket).toBe(theirs);
    vi.unstubAllGlobals();
  });
});

describe('a mock WebSocket under a client', () => {
  it('S4.142 S4.143 W88 connects and echoes, over the option and over the global', async () => {
    for (const isGlobal of [false, true]) {
      const restore = isGlobal ? MockWebSocket.install() : () => {};
      const client = createChatClient({
        url: 'ws://test',
        ...(!isGlobal && { WebSocket: MockWebSocket }),
      });
      await client.connect();
      const echo = new Promise((resolve) => client.subscribe('test', ({ raw }) => resolve(raw['data'])));
      client.send({ type: 'test', data: 'hello' });
      await expect(echo).resolves.toBe('hello');
      client.destroy();
      restore();
    }
  });

  it('lives by the clock of its class, and so does the client', async () => {
    const clock = createMockClock();
    class SlowWebSocket extends MockWebSocket {
      static override openDelay = 60_000;
      static override readonly clock: Clock = clock;
    }
    const client = createChatClient({ url: 'ws://test', WebSocket: SlowWebSocket, connectTimeout: 90_000 });
    const outcome = client.connect();
    await clock.advance('59s');
    expect(client.state).toBe('connecting');
    await clock.advance('1s');
    await outcome;
    client.destroy();
  });
});
