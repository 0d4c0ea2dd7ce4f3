import { createChatClient, type ChatClientOptions, type WebSocketConstructor } from 'chatwire';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeWebSocket } from '../support/fakeWebSocket.ts';
import { forgetCore } from '../support/loading.ts';

const url = 'wss://server.test/ws?chat=1';
let sockets: ReactNativeSocket[];

/**
 * As React Native's: no `bufferedAmount`, close events without `wasClean`, headers as the third argument, and a setter of
 * `binaryType` that throws where the app was built without the module for blobs.
 */
class ReactNativeSocket extends FakeWebSocket {
  readonly dialled: readonly unknown[];

  constructor(
    ...dialled: [url: string, protocols?: string[], options?: { headers?: Record<string, string> }]
  ) {
    super(...dialled);
    this.dialled = dialled;
    Reflect.deleteProperty(this, 'bufferedAmount');
    Object.defineProperty(this, 'binaryType', {
      set: () => {
        throw new Error('Native module BlobModule is required for blob support');
      },
    });
    sockets.push(this);
    void this.open();
  }

  protected override finish(code: number, reason: string): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.readyState = 3;
    this.onclose?.({ code, reason });
  }
}

/** Its URL puts a slash behind each. */
class ReactNativeUrl {
  constructor(readonly href: string) {}
}

beforeEach(() => {
  sockets = [];
  forgetCore();
  vi.stubGlobal('navigator', { product: 'ReactNative' });
  vi.stubGlobal('WebSocket', ReactNativeSocket);
  vi.stubGlobal('URL', ReactNativeUrl);
  // Older ones have neither; none has events of the DOM.
  for (const name of ['TextDecoder', 'Event', 'EventTarget', 'DOMException', 'structuredClone'])
    vi.stubGlobal(name, undefined);
});

afterEach(() => {
  vi.unstubAllGlobals();
  forgetCore();
});

async function connect(options: Partial<ChatClientOptions> = {}) {
  const client = createChatClient({ url, ...options });
  await client.connect();
  return { client, socket: sockets.at(-1)! };
}

describe('S3.1 React Native', () => {
  it('talks in texts and bytes', async () => {
    const { client, socket } = await connect();
    const seen: unknown[] = [];
    client.subscribe('a', ({ payload }) => seen.push(payload));
    await socket.message({ type: 'a', payload: '\u00e9\u{1f600}' });
    await client.send('b', 1).delivered;
    await client.send(new Uint8Array([1, 2])).delivered;
    expect(seen).toEqual(['\u00e9\u{1f600}']);
    expect(socket.sent).toEqual(['{"type":"b","payload":1}', new Uint8Array([1, 2])]);
    client.destroy();
  });

  it('C24 S3.65 is given headers as the third argument of its WebSocket, and the address as it stands', async () => {
    const { client, socket } = await connect({ auth: { header: { 'x-api-key': () => 'key' } } });
    expect(socket.dialled).toEqual([url, [], { headers: { 'x-api-key': 'key' } }]);
    client.destroy();
  });

  it('dials again when the network has gone, though its close event says little', async () => {
    const { client, socket } = await connect({ reconnect: { initialDelay: 0, maxDelay: 0 } });
    const again = new Promise((resolve) => client.on('open', resolve));
    await socket.fail();
    await again;
    expect(sockets).toHaveLength(2);
    client.destroy();
  });

  it('takes the constructor of an option, too', async () => {
    vi.stubGlobal('WebSocket', undefined);
    const { client, socket } = await connect({ WebSocket: ReactNativeSocket as WebSocketConstructor });
    expect(socket.dialled).toEqual([url]);
    client.destroy();
  });
});
