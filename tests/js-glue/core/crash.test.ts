import type { ChatClient } from 'chatwire';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ChatClient as CoreClient } from '../../../js-glue/core/generated/chatwire-core.mjs';
import { loadCore } from '../../../js-glue/core/load.ts';
import { connectFakeClient, makeFakeClient } from '../../support/clients.ts';
import { compileOnce } from '../../support/compileOnce.ts';
import { logEvents } from '../../support/eventLog.ts';
import { openNetwork, type FakeNetwork } from '../../support/fakeWebSocket.ts';
import { fillCore } from '../../support/fillCore.ts';
import { settle } from '../../support/tasks.ts';
import { until } from '../../support/until.ts';

const key = Symbol.for('chatwire.core.0.1');

interface Scene {
  client: ChatClient;
  network: FakeNetwork;
  other: ChatClient;
  otherNetwork: FakeNetwork;
}

/** Two clients of one instance, connected. */
async function connectTwo(): Promise<Scene> {
  const { client, network } = await connectFakeClient({ heartbeat: { interval: 20, timeout: 20 } });
  const { client: other, network: otherNetwork } = await connectFakeClient();
  return { client, network, other, otherNetwork };
}

/** Overwrites all of the core's memory: whatever enters it reads an address that is none, and traps. */
async function ruinCore(): Promise<void> {
  const { module } = await loadCore();
  (module.HEAPU8 as Uint8Array).fill(0xff, 1024);
}

/** Every way into C++. */
const doors: Record<string, (scene: Scene) => unknown> = {
  'connect()': ({ client }) => client.connect().catch(() => {}),
  'disconnect()': ({ client }) => client.disconnect(),
  'send(type)': ({ client }) => client.send('a'),
  'send(bytes)': ({ client }) => client.send(new Uint8Array(3)),
  'sendText()': ({ client }) => client.sendText('x'.repeat(100_000)),
  'clearHistory()': ({ client }) => client.clearHistory(),
  'stats()': ({ client }) => client.stats(),
  'subscribe()': ({ client }) => client.subscribe('b', () => {}),
  'subscribe() to all': ({ other }) => other.subscribe('*', () => {}),
  'a message': ({ network }) => network.last.message({ type: 'a' }),
  'a long message': ({ network }) => network.last.message({ type: 'a', payload: 'x'.repeat(5000) }),
  'a binary message': ({ network }) => network.last.message(new ArrayBuffer(3)),
  'a frame that is no message': ({ network }) => network.last.message('garbage'),
  'a frame that is too big': ({ network }) => network.last.message('x'.repeat(2 ** 21)),
  'an error event': ({ network }) => network.last.fail(),
  'a close event': ({ network }) => network.last.end(1001),
  'the timer': () => new Promise((resolve) => setTimeout(resolve, 50)),
  'the constructor of a third client': () =>
    makeFakeClient()
      .client.connect()
      .catch(() => {}),
  'destroy() of the other client': ({ other }) => other.destroy(),
};

beforeEach(() => {
  Reflect.deleteProperty(globalThis, key);
  compileOnce();
});

afterEach(() => {
  vi.restoreAllMocks();
  Reflect.deleteProperty(globalThis, key);
});

describe('a core that has lost its mind', () => {
  beforeEach(() => {
    // A debug build says there what it was aborted by.
    vi.spyOn(console, 'error').mockImplementation(() => {});
  });

  it.each(Object.keys(doors))(
    'F43 traps behind %s: that throws nothing, and the clients hear of it',
    async (door) => {
      const scene = await connectTwo();
      const { client, network, other, otherNetwork } = scene;
      const lines = logEvents(client);
      await ruinCore();
      await doors[door]!(scene);
      await Promise.resolve();
      expect(lines.slice(0, 3)).toEqual(['close 1006 CORE_CRASHED', 'state failed', 'error CORE_CRASHED']);
      expect(client.trace()).toContainEqual(expect.objectContaining({ kind: 'close', wasOpen: true }));
      expect(client.getSnapshot().error?.cause).toBeInstanceOf(WebAssembly.RuntimeError);
      expect(other.state).toBe(door.startsWith('destroy()') ? 'closed' : 'failed');
      const { closedWith } = otherNetwork.last;
      expect(closedWith).toEqual({ code: 4010, reason: 'CORE_CRASHED' });
      expect(network.live).toBe(0);
      await client.connect();
      expect(client.state).toBe('connected');
    },
  );

  it('F43 is not entered by the other client either, which hears of it when it calls', async () => {
    const { client, other } = await connectTwo();
    const { prototype } = (await loadCore()).module.ChatClient as unknown as { prototype: CoreClient };
    await ruinCore();
    client.send('a');
    const entries = (['send', 'counters'] as const).map((name) => vi.spyOn(prototype, name));
    expect(other.state).toBe('connected');
    expect([other.history(), other.stats().connects]).toEqual([[], 0]);
    const receipt = other.send('b');
    expect(other.state).toBe('failed');
    for (const entry of entries) expect(entry).not.toHaveBeenCalled();
    await expect(receipt.delivered).rejects.toMatchObject({ code: 'CORE_CRASHED' });
  });

  it('F43 hands back what it was to send, oldest first, and rejects who waits', async () => {
    const { client } = makeFakeClient();
    const lines = logEvents(client);
    const outcome = client.connect();
    const unsent: unknown[] = [];
    client.on('unsent', ({ receipt }) => unsent.push(receipt.message));
    await until(() => lines.includes('state connecting') && client.stats().heapInUse > 0, 'the core');
    const [first] = [client.send('a', 1), client.sendText('b')];
    await ruinCore();
    client.send('c');
    expect(unsent).toEqual([{ type: 'a', payload: 1 }, 'b', { type: 'c', payload: undefined }]);
    await expect(first.delivered).rejects.toMatchObject({ code: 'CORE_CRASHED' });
    await expect(outcome).rejects.toMatchObject({ code: 'CORE_CRASHED' });
    expect(client.getSnapshot()).toMatchObject({ state: 'failed', queued: 0, retryAt: null });
  });

  it('F43 is replaced at once where a handler connects and sends again', async () => {
    const { client, network } = await connectFakeClient();
    client.on('state', ({ state }) => state === 'failed' && void client.connect());
    client.on('unsent', ({ receipt }) => client.send(receipt.message as object));
    await ruinCore();
    client.send('a', 1);
    expect(client.state).toBe('connecting');
    await until(() => client.state === 'connected', 'the next link');
    await settle();
    expect(network.last.sent).toEqual(['{"type":"a","payload":1}']);
    expect(network.live).toBe(1);
  });

  it('F43 shows no more frames to a tap; the next one shows its own (W90)', async () => {
    const { client, network } = await connectFakeClient();
    const frames: unknown[] = [];
    client.tap(({ data }) => frames.push(data));
    await ruinCore();
    client.stats();
    await Promise.resolve();
    network.last.onmessage?.({ data: 'of the dead' });
    await client.connect();
    await network.last.message('of the living');
    expect(frames).toEqual(['of the living']);
  });

  it('F43 is not entered by who is told of it and destroys the client', async () => {
    const { client, network } = await connectFakeClient();
    const lines = logEvents(client);
    client.on('close', () => client.destroy());
    await ruinCore();
    client.send('a');
    expect(lines).toEqual(['close 1006 CORE_CRASHED', 'unsent DESTROYED']);
    expect(client.state).toBe('closed');
    expect(network.live).toBe(0);
  });

  it('F43 gives its credentials to no other one', async () => {
    let answer: (message: { type: string }) => void = () => {};
    const auth = { firstFrame: () => new Promise<{ type: string }>((resolve) => (answer = resolve)) };
    const { client, network } = makeFakeClient({ auth }, openNetwork());
    void client.connect();
    await until(() => client.state === 'authenticating', 'the question');
    const late = answer;
    await ruinCore();
    client.stats();
    await Promise.resolve();
    void client.connect();
    await until(() => client.state === 'authenticating', 'the second question');
    late({ type: 'late' });
    await settle();
    expect(network.last.sent).toEqual([]);
    answer({ type: 'auth' });
    await settle();
    expect(network.last.sent).toEqual(['{"type":"auth"}']);
  });
});

it('F43 F46 memory that ends within C++ is such a crash, and says how to mend it', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
  const { client } = makeFakeClient();
  const errors: unknown[] = [];
  client.on('error', ({ code, remedy }) => errors.push([code, remedy]));
  void client.connect().catch(() => {});
  await until(() => client.stats().heapInUse > 0, 'the core');
  await expect(fillCore(Infinity, 30 * 2 ** 20)).rejects.toMatchObject({ code: 'CORE_CRASHED' });
  expect(errors).toEqual([['CORE_CRASHED', expect.stringMatching(/out of memory/)]]);
  expect(client.getSnapshot()).toMatchObject({ state: 'failed', queued: 0 });
});
