import {
  createChatClient,
  jsonSchema,
  type ChatClient,
  type ChatClientOptions,
  type WorkerLike,
} from 'chatwire';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { ChatwireError } from '../../../js-glue/client/errors.ts';
import { openNetwork } from '../../support/fakeWebSocket.ts';
import { HostedWorker } from '../../support/hostedWorker.ts';
import { RawServer } from '../../support/rawServer.ts';

const clients: ChatClient[] = [];

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  for (const client of clients.splice(0)) client.destroy();
});

/** Makes a client with such a Worker, which is expected to be of no use, and connects it. */
async function fallenBack(
  create: (() => WorkerLike) | undefined,
  during = () => {},
  options: Partial<ChatClientOptions> = {},
) {
  const server = await RawServer.start();
  vi.stubGlobal('WebSocket', WebSocket);
  const client = createChatClient({ url: server.url, thread: { type: 'worker', create }, ...options });
  clients.push(client);
  const outcome = client.connect();
  during();
  await outcome;
  const { thread, fallback } = client.stats();
  expect(thread).toBe('main');
  return fallback;
}

class SilentWorker implements WorkerLike {
  onmessage = null;
  onmessageerror = null;
  onerror: ((event: any) => void) | null = null;
  isTerminated = false;
  postMessage = vi.fn();
  terminate(): void {
    this.isTerminated = true;
  }
}

describe('where the core cannot run in a Worker it runs here, and the statistics say why', () => {
  it('a WebSocket of the application’s own', async () => {
    const { WebSocket } = openNetwork();
    const create = vi.fn();
    const client = createChatClient({
      url: 'ws://server.test',
      WebSocket,
      thread: { type: 'worker', create },
    });
    clients.push(client);
    expect(client.stats()).toMatchObject({ thread: 'worker' });
    await client.connect();
    expect(client.stats()).toMatchObject({
      thread: 'main',
      fallback: 'No Worker: the option WebSocket cannot be handed to another thread',
    });
    expect(create).not.toHaveBeenCalled();
  });

  it('a platform without Workers, as Node', async () => {
    expect(await fallenBack(undefined)).toBe('No Worker: this platform has none');
  });

  it('a factory that throws', async () => {
    const create = () => {
      throw new Error('blocked by the policy');
    };
    expect(await fallenBack(create)).toBe('No Worker: blocked by the policy');
  });

  it('a schema with a function in it, which cannot be posted', async () => {
    const worker = new HostedWorker(WebSocket);
    const schemas = { news: jsonSchema({ type: 'string', default: () => 'none' }) };
    const reason = await fallenBack(() => worker, undefined, { schemas });
    expect(reason).toMatch(/^No Worker: DataCloneError: /);
    expect(worker.isTerminated).toBe(true);
  });

  it('a script that cannot be loaded', async () => {
    const worker = new SilentWorker();
    const reason = await fallenBack(
      () => worker,
      () => queueMicrotask(() => worker.onerror?.({})),
    );
    expect(reason).toBe('No Worker: its script could not be loaded');
    expect(worker.isTerminated).toBe(true);
  });

  it('a Worker that says nothing for 10 s', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const worker = new SilentWorker();
    const server = await RawServer.start();
    const reason = fallenBack(
      () => worker,
      () => {
        vi.advanceTimersByTime(10_000);
        vi.useRealTimers();
      },
    );
    expect(await reason).toBe('No Worker: it did not start in time');
    expect(worker.isTerminated).toBe(true);
    await server.kill();
  });

  it.each([
    [
      'WebAssembly',
      { load: () => Promise.reject(new ChatwireError('WASM_UNAVAILABLE')) },
      'No Worker: ChatwireError: WASM_UNAVAILABLE: wasm unavailable',
    ],
    [
      'a WebSocket',
      {
        findWebSocket: () => {
          throw new ChatwireError('NO_WEBSOCKET');
        },
      },
      'No Worker: ChatwireError: NO_WEBSOCKET: no websocket',
    ],
  ])('a Worker without %s', async (_what, platform, reason) => {
    expect(await fallenBack(() => new HostedWorker(WebSocket, platform))).toBe(reason);
  });
});

describe('the option thread', () => {
  it.each([
    ['elsewhere', 'thread must be one of'],
    [{ type: 'worker', threads: 4 }, "thread has no option 'threads'"],
    [{ type: 'worker', create: 'worker.js' }, 'thread.create must be a function'],
    [{ type: 'worker', buffer: { maxCount: -1 } }, 'thread.buffer.maxCount must be a number'],
    [{ type: 'worker', buffer: { maxBytes: '1 MB' } }, 'thread.buffer.maxBytes must be a number'],
    [{ type: 'worker', buffer: { max: 1 } }, "thread.buffer has no option 'max'"],
  ])('B32 refuses %j', (thread, message) => {
    expect(() => createChatClient({ url: 'ws://server.test', thread: thread as never })).toThrow(message);
  });

  it('is main where nothing is said', () => {
    expect(createChatClient({ url: 'ws://server.test' }).stats()).toMatchObject({ thread: 'main' });
    expect(createChatClient({ url: 'ws://server.test' }).stats().fallback).toBeUndefined();
  });
});
