import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createChatClient, type ChatClient, type ChatClientOptions } from 'chatwire';
import { watchCrossings, type Crossings } from '../support/crossings.ts';
import { fakeNetwork, type FakeNetwork } from '../support/fakeWebSocket.ts';
import { HostedWorker } from '../support/hostedWorker.ts';

/** Counts, because times say little on a busy machine: what one received frame may cost. */
describe('the budget of a received frame', () => {
  const free = { into: 0, outOf: 0, textBytes: 0 };
  let crossings: Crossings;
  let network: FakeNetwork;
  let client: ChatClient;
  let seen: number;

  beforeAll(() => {
    crossings = watchCrossings();
  });
  afterAll(() => vi.restoreAllMocks());

  async function connect(options: Partial<ChatClientOptions> = {}): Promise<void> {
    network = fakeNetwork((socket) => void socket.open());
    client = createChatClient({ url: 'ws://server.test', WebSocket: network.WebSocket, ...options });
    client.subscribe('wanted', ({ payload }) => (seen += String(payload).length > 0 ? 1 : 0));
    await client.connect();
  }

  const frame = (type: string, bytes: number) => {
    const beginning = `{"type":"${type}","payload":"`;
    return `${beginning}${'x'.repeat(bytes - beginning.length - 2)}"}`;
  };

  /** So many frames, one after the other, and what they cost. */
  function receive(count: number, ...frames: string[]) {
    crossings.reset();
    for (let index = 0; index < count; index++) {
      network.last.onmessage?.({ data: frames[index % frames.length] });
    }
    const { into, outOf, textBytes } = crossings;
    return { into: into / count, outOf: outOf / count, textBytes: textBytes / count };
  }

  beforeEach(() => {
    seen = 0;
    return () => client.destroy();
  });

  it.each([
    ['wanted', 245],
    ['wanted', 16_900],
    ['unwanted', 245],
    ['unwanted', 16_900],
  ])('is no call of C++ and no byte of text, once its type has settled: %s, %i B', async (type, bytes) => {
    await connect({ history: false });
    receive(10, frame(type, bytes));
    expect(receive(1000, frame(type, bytes))).toEqual(free);
    expect(seen).toBe(type === 'wanted' ? 1010 : 0);
    expect(client.stats().received).toBe(1010);
  });

  it('is the same where thirty types take turns', async () => {
    await connect({ history: false });
    const frames = Array.from({ length: 30 }, (_, index) => frame(`type_${index}`, 245));
    receive(30, ...frames);
    expect(receive(3000, ...frames)).toEqual(free);
  });

  it.each([
    ['wanted', 245, 257],
    ['wanted', 16_900, 4],
    ['unwanted', 245, 257],
    ['unwanted', 16_900, 4],
  ])('is one call for many where history keeps it: %s, %i B, %i texts', async (type, bytes, texts) => {
    await connect();
    receive(10, frame(type, bytes));
    expect(receive(10 * texts, frame(type, bytes))).toEqual({ ...free, into: 1 / texts });
  });

  it('is one look at the clock, and none where nobody gets it', async () => {
    const clock = vi.spyOn(Date, 'now');
    const looks = (type: string) => {
      clock.mockClear();
      receive(257, frame(type, 245));
      return clock.mock.calls.length / 257;
    };
    for (const history of [false, undefined] as const) {
      await connect({ history });
      receive(10, frame('wanted', 245), frame('unwanted', 245));
      expect([looks('wanted'), looks('unwanted')]).toEqual([1, history === false ? 0 : 1]);
      client.destroy();
    }
    clock.mockRestore();
  });

  it('is no string made: what history keeps of a burst stays as it came', async () => {
    await connect();
    receive(10, frame('wanted', 245), frame('unwanted', 245));
    const join = vi.spyOn(Array.prototype, 'join');
    receive(10_000, frame('wanted', 245), frame('unwanted', 245));
    expect(join).not.toHaveBeenCalled();
    join.mockRestore();
  });

  it('is one call while an answer may come', async () => {
    await connect({ history: false });
    receive(10, frame('unwanted', 245));
    const abort = new AbortController();
    void client.request('ask', undefined, { match: () => false, signal: abort.signal }).catch(() => {});
    expect(receive(100, frame('unwanted', 245)).into).toBeGreaterThanOrEqual(1);
    abort.abort();
    receive(1, frame('unwanted', 245));
    expect(receive(100, frame('unwanted', 245))).toEqual(free);
    expect(client.stats().received).toBe(211);
  });

  it('W53 is a sign of life without any call', async () => {
    vi.useFakeTimers();
    try {
      await connect({ history: false, heartbeat: { interval: 1000, timeout: 500 }, reconnect: false });
      receive(1, frame('unwanted', 245));
      for (let elapsed = 0; elapsed < 10_000; elapsed += 100) {
        await vi.advanceTimersByTimeAsync(100);
        expect(receive(1, frame('unwanted', 245))).toEqual(free);
      }
      expect(client.state).toBe('connected');
      await vi.advanceTimersByTimeAsync(2000);
      expect(client.state).toBe('closed');
    } finally {
      vi.useRealTimers();
    }
  });

  it('is too much where a message is too big, also of a settled type', async () => {
    await connect({ history: false, maxMessageBytes: 1000 });
    receive(10, frame('unwanted', 245));
    const errors: string[] = [];
    client.on('error', ({ code }) => errors.push(code));
    receive(1, frame('unwanted', 1001));
    await vi.waitFor(() => expect(errors).toContain('MESSAGE_TOO_BIG'));
    expect(client.state).toBe('reconnecting');
    expect(client.stats().received).toBe(10);
  });

  it('ends with the client, also within a frame that holds more', async () => {
    await connect({ acceptBatches: 'lines' });
    const lines = Array.from({ length: 10 }, () => frame('wanted', 245)).join('\n');
    receive(1, lines);
    expect(seen).toBe(10);
    client.subscribe('wanted', () => {
      client.destroy();
      crossings.reset();
    });
    expect(receive(1, lines)).toEqual(free);
    expect(seen).toBe(11);
  });

  it('is the first 1,024 characters of a type that is new', async () => {
    await connect({ history: false });
    expect(receive(1, frame('wanted', 245))).toMatchObject({ into: 1, textBytes: 245 });
    expect(receive(1, frame('long', 16_900))).toMatchObject({ into: 1, textBytes: 1024 });
  });

  it('is eight bytes of the core’s memory where history keeps it', async () => {
    await connect({ history: { maxCount: 5000 } });
    receive(10, frame('wanted', 245));
    const before = client.stats().heapInUse;
    receive(6000, frame('wanted', 245));
    expect(client.stats().heapInUse - before).toBeLessThanOrEqual(8 * 5000);
  });

  it('is no byte of the core’s memory: 10,000 frames leave it as it was', async () => {
    await connect({ history: { maxCount: 100 } });
    const frames = [frame('wanted', 245), frame('unwanted', 16_900), frame('wanted', 2048)];
    receive(1000, ...frames);
    const before = client.stats().heapInUse;
    receive(10_000, ...frames);
    expect(client.stats().heapInUse).toBe(before);
  });
});

it('a Worker posts once per animation frame, and the page answers once per post', async () => {
  let frames: (() => void)[] = [];
  const network = fakeNetwork((socket) => void socket.open());
  const worker = new HostedWorker(network.WebSocket, {
    delivery: 'prompt',
    timing: { nextFrame: (callback) => frames.push(callback), soon: queueMicrotask },
  });
  let posts = 0;
  let answers = 0;
  worker.onAnswer = (batch) => (posts += (batch as { frames?: string[] }).frames?.length ? 1 : 0);
  worker.onPost = ([name]) => (answers += name === 'taken' ? 1 : 0);
  let seen = 0;
  const client = createChatClient({
    url: 'ws://server.test',
    history: false,
    thread: { type: 'worker', create: () => worker },
  });
  client.subscribe('wanted', () => seen++);
  await client.connect();
  posts = answers = 0;
  for (let animationFrame = 0; animationFrame < 10; animationFrame++) {
    for (let index = 0; index < 100; index++) {
      network.last.onmessage?.({ data: '{"type":"wanted","payload":1}' });
      network.last.onmessage?.({ data: '{"type":"unwanted","payload":1}' });
    }
    const due = frames;
    frames = [];
    for (const callback of due) callback();
  }
  expect(seen).toBe(1000);
  // The first message of a quiet period does not wait for a frame.
  expect(posts).toBe(1 + 10);
  expect(answers).toBe(posts);
  client.destroy();
});
