import { createChatClient, type ChatClient, type ChatClientOptions, type TappedFrame } from 'chatwire';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Batch, FromCore, ToCore } from '../../../js-glue/thread/port.ts';
import { logEvents } from '../../support/eventLog.ts';
import { fakeNetwork, openNetwork, type FakeNetwork } from '../../support/fakeWebSocket.ts';
import { HostedWorker } from '../../support/hostedWorker.ts';
import { settle } from '../../support/tasks.ts';
import { until } from '../../support/until.ts';

const clients: ChatClient[] = [];

afterEach(() => {
  for (const client of clients.splice(0)) client.destroy();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A client whose core is behind a port that takes its time, as between threads. */
function behindPort(network: FakeNetwork, options: Partial<ChatClientOptions> = {}, buffer = {}) {
  const workers: HostedWorker[] = [];
  const posted: ToCore[] = [];
  const answers: FromCore[] = [];
  const client = createChatClient({
    url: 'ws://server.test/ws',
    reconnect: { initialDelay: 10, maxDelay: 50, jitter: 0 },
    thread: {
      type: 'worker',
      buffer,
      create: () => {
        const worker = new HostedWorker(network.WebSocket);
        worker.onPost = (message) => posted.push(message);
        worker.onAnswer = (message) => answers.push(message);
        workers.push(worker);
        return worker;
      },
    },
    ...options,
  });
  clients.push(client);
  const batches = () => answers.filter((answer): answer is Batch => 'frames' in answer);
  return { client, network, workers, posted, batches };
}

async function connected(options: Partial<ChatClientOptions> = {}, buffer = {}) {
  const scene = behindPort(openNetwork(), options, buffer);
  await scene.client.connect();
  return scene;
}

describe('a core behind a port', () => {
  it('tells everything in the order in which it happened', async () => {
    const { client, network } = behindPort(openNetwork());
    const lines = logEvents(client);
    const receipt = client.send('early');
    await client.connect();
    await receipt.delivered;
    for (const data of ['{"type":"a"}', 'garbage', new ArrayBuffer(3), '{"type":"b"}']) {
      void network.last.message(data);
    }
    void network.last.end(1000, 'enough');
    await until(() => client.state === 'closed', 'the end');
    expect(lines).toEqual([
      ...['state connecting', 'state connected', 'open', 'drain'],
      ...['message a', 'invalid garbage', 'binary 3', 'message b'],
      ...['close 1000 enough', 'state closed'],
    ]);
    expect(client.stats()).toMatchObject({ thread: 'worker', sent: 1, received: 3 });
  });

  it('posts what comes fast in few batches, each text as it is', async () => {
    const { client, network, batches } = await connected({ history: false });
    const seen: unknown[] = [];
    client.subscribe('n', ({ payload }) => seen.push(payload));
    await settle();
    const before = batches().length;
    const texts = Array.from({ length: 500 }, (_, n) => `{"type":"n","payload":${n}}`);
    for (const data of texts) network.last.onmessage?.({ data });
    await until(() => seen.length === 500, 'all');
    expect(seen).toEqual(Array.from({ length: 500 }, (_, n) => n));
    const posts = batches().slice(before);
    expect(posts.length).toBeLessThanOrEqual(3);
    expect(posts.flatMap(({ frames }) => frames)).toEqual(texts);
  });

  it('posts the frames of a tap in few batches, and none when nobody taps (W90)', async () => {
    const { client, network, batches } = await connected({ history: false });
    const seen: unknown[] = [];
    const stop = client.tap(({ data }) => seen.push(data));
    await settle();
    const before = batches().length;
    const texts = Array.from({ length: 500 }, (_, n) => `{"type":"unwanted","payload":${n}}`);
    for (const data of texts) network.last.onmessage?.({ data });
    await until(() => seen.length === 500, 'all');
    expect(seen).toEqual(texts);
    expect(batches().length - before).toBeLessThanOrEqual(3);
    stop();
    await settle();
    network.last.onmessage?.({ data: texts[0] });
    client.stats();
    await settle();
    expect(batches().at(-1)).not.toHaveProperty('tapped');
  });

  it('keeps so many frames of a tap for a page that is busy, and says how many it lost (W90)', async () => {
    const { client, network, workers } = await connected({ history: false });
    const frames: TappedFrame[] = [];
    client.tap((frame) => frames.push(frame));
    await settle();
    // The page is busy: it is through with nothing.
    const { onmessage } = workers[0]!;
    const waiting: unknown[] = [];
    workers[0]!.onmessage = (event) => waiting.push(event);
    for (let n = 0; n < 20_000; n++) {
      network.last.onmessage?.({ data: String(n) });
      if (n % 1000 === 0) await settle();
    }
    await settle();
    workers[0]!.onmessage = onmessage;
    for (const event of waiting) onmessage?.(event);
    await until(() => frames.at(-1)?.data === '19999', 'the newest');
    const lost = frames.reduce((sum, { missed = 0 }) => sum + missed, 0);
    expect(frames.length + lost).toBe(20_000);
    expect(lost).toBeGreaterThan(0);
    expect(client.stats().overflowed).toBe(0);
  });

  it('lets no text cross that nobody wants, with history off; with it, all that is kept', async () => {
    for (const history of [false, { maxCount: 2 }] as const) {
      const { client, network, batches } = await connected({ history });
      client.subscribe('wanted', () => {});
      await settle();
      for (const type of ['wanted', 'not', 'not']) await network.last.message({ type });
      // A batch tells these figures when it has told the messages, too.
      await until(() => client.stats().received === 3, 'the messages');
      await until(() => client.history().length === (history ? 2 : 0), 'the history');
      expect(batches().flatMap(({ frames }) => frames)).toHaveLength(history ? 3 : 1);
      expect(client.history().map(({ type }) => type)).toEqual(history ? ['not', 'not'] : []);
      client.destroy();
    }
  });

  it('gives newer figures to who asks again, also where nothing has happened', async () => {
    const { client } = behindPort(openNetwork());
    client.send('waits');
    await until(() => client.stats().queuedCount === 1, 'the figures');
    expect(client.stats().heapInUse).toBeGreaterThan(0);
  });

  it('is dialled at the address that the page means', async () => {
    vi.stubGlobal('location', { href: 'https://shop.test/cart/' });
    const { network } = await connected({ url: '/ws' });
    expect(network.last.url).toBe('wss://shop.test/ws');
    const asked = await connected({ url: () => './live' });
    expect(asked.network.last.url).toBe('wss://shop.test/cart/live');
  });

  it('hears what the platform says of the page', async () => {
    const page = new EventTarget();
    vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
    vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page));
    const { posted } = await connected();
    page.dispatchEvent(new Event('offline'));
    expect(posted).toContainEqual(['hint', 'offline']);
  });
});

describe('a page that takes its time', () => {
  it('has two batches ahead of it at the most; the rest waits, and nothing is lost', async () => {
    const { client, network, workers, batches } = await connected({ history: false });
    client.subscribe('n', () => {});
    await settle();
    const [worker] = workers;
    const { onmessage } = worker!;
    const held: unknown[] = [];
    worker!.onmessage = (event) => held.push(event);
    const before = batches().length;
    for (let n = 0; n < 20; n++) {
      void network.last.message({ type: 'n', payload: n });
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(batches().length - before).toBe(2);
    const seen: unknown[] = [];
    client.subscribe('n', ({ payload }) => seen.push(payload));
    worker!.onmessage = onmessage;
    for (const event of held) onmessage?.(event);
    await until(() => seen.length === 20, 'all');
    expect(seen).toEqual(Array.from({ length: 20 }, (_, n) => n));
  });

  it('loses the oldest of what does not fit, and overflow comes in their place', async () => {
    const { client, network, workers } = await connected({ history: false }, { maxCount: 3 });
    const lines: string[] = [];
    client.subscribe('n', ({ payload }) => lines.push(String(payload)));
    client.on('overflow', ({ count, bytes }) => lines.push(`overflow ${count} ${bytes}`));
    await settle();
    const [worker] = workers;
    const { onmessage } = worker!;
    const held: unknown[] = [];
    worker!.onmessage = (event) => held.push(event);
    for (let n = 0; n < 9; n++) network.last.onmessage?.({ data: `{"type":"n","payload":${n}}` });
    worker!.onmessage = onmessage;
    for (const event of held) onmessage?.(event);
    await until(() => lines.at(-1) === '8', 'the newest');
    expect(lines).toEqual(['0', 'overflow 5 120', '6', '7', '8']);
    expect(client.stats().overflowed).toBe(5);
    expect(client.state).toBe('connected');
  });

  it('hears that the answer to a request was among them', async () => {
    const { client, network, workers } = await connected({ history: false }, { maxCount: 1 });
    client.subscribe('n', () => {});
    const answer = client.request('ask', undefined, { id: 'a' });
    await until(() => network.last.sent.length === 1, 'the question');
    await settle();
    const { onmessage } = workers[0]!;
    const held: unknown[] = [];
    workers[0]!.onmessage = (event) => held.push(event);
    // The first one leaves at once.
    for (const data of ['{"type":"n"}', '{"id":"a"}', '{"type":"n"}']) network.last.onmessage?.({ data });
    workers[0]!.onmessage = onmessage;
    for (const event of held) onmessage?.(event);
    await expect(answer).rejects.toMatchObject({ code: 'ANSWER_LOST' });
  });
});

describe('what is called while the core is still telling of before', () => {
  it('F40 takes no answer that was on its way when disconnect() was called', async () => {
    const { client, network } = await connected();
    const answer = client.request('ask', undefined, { id: 'a' });
    await until(() => network.last.sent.length === 1, 'the question');
    network.last.onmessage?.({ data: '{"id":"a"}' });
    client.disconnect();
    await expect(answer).rejects.toMatchObject({ code: 'DISCONNECTED' });
  });

  it('F40 gives no message to who has disconnected, and shows no state of before', async () => {
    const { client, network } = await connected();
    const lines = logEvents(client);
    client.subscribe('a', () => client.disconnect());
    await settle();
    for (const data of ['{"type":"a"}', '{"type":"late"}', 'garbage', new ArrayBuffer(1)]) {
      network.last.onmessage?.({ data });
    }
    await until(() => client.state === 'closed', 'the end');
    expect(lines).toEqual(['state closing', 'message a', 'close 1000 Client disconnect', 'state closed']);
    expect(client.history().map(({ type }) => type)).toEqual(['a']);
  });

  it('shows at once what connect() and disconnect() do', async () => {
    const { client, network } = await connected();
    client.disconnect();
    expect(client.state).toBe('closing');
    const outcome = client.connect();
    expect(client.state).toBe('connecting');
    await outcome;
    expect(client.state).toBe('connected');
    expect(network.sockets).toHaveLength(2);
    await until(() => network.live === 1, 'the end of the old socket');
  });

  it('a disconnect() that a lost link overtakes ends in closed, and nothing is dialled', async () => {
    const { client, network } = await connected();
    const lines = logEvents(client);
    network.last.onclose?.({ code: 1006, reason: '', wasClean: false });
    client.disconnect();
    await until(() => client.state === 'closed', 'the end');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(lines).toEqual(['state closing', 'close 1006', 'state closed']);
    expect(network.sockets).toHaveLength(1);
  });

  it('a connect() that a retry overtakes ends in connected', async () => {
    const { client, network } = await connected({ reconnect: { initialDelay: 1, jitter: 0 } });
    const outcomes: Promise<void>[] = [];
    client.on('retry', () => outcomes.push(client.connect()));
    void network.last.fail();
    await until(() => outcomes.length === 1, 'the loss');
    await outcomes[0];
    await until(() => client.state === 'connected', 'the next link');
  });
});

describe('the end', () => {
  it('destroy() closes the socket, ends the Worker and tells nothing more', async () => {
    const { client, network, workers } = await connected();
    const lines = logEvents(client);
    client.destroy();
    for (const data of ['{"type":"a"}', 'x']) network.last.onmessage?.({ data });
    await until(() => workers[0]!.hasClosed, 'the end of the Worker');
    expect(network.live).toBe(0);
    await settle();
    expect(lines).toEqual([]);
  });

  it('destroy() terminates a Worker that does not leave', async () => {
    const { client, workers } = await connected();
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    client.destroy();
    vi.advanceTimersByTime(1000);
    expect(workers[0]!.isTerminated).toBe(true);
  });

  it('destroy() while the Worker starts leaves none behind', async () => {
    const { client, workers } = behindPort(fakeNetwork());
    void client.connect();
    client.destroy();
    await until(() => workers[0]?.hasClosed ?? false, 'the end of the Worker');
  });

  it('F43 a Worker that fails is told as a crash; what waits comes back; connect() makes a new one', async () => {
    const { client, workers, network } = await connected();
    network.last.bufferedAmount = 2 ** 30;
    const receipt = client.sendText('waits');
    const lines = logEvents(client);
    workers[0]!.onerror?.({ message: 'out of memory' });
    expect(lines).toEqual([
      'close 1006 CORE_CRASHED',
      'state failed',
      'error CORE_CRASHED',
      'unsent CORE_CRASHED',
    ]);
    await expect(receipt.delivered).rejects.toMatchObject({ code: 'CORE_CRASHED' });
    expect(client.getSnapshot().error?.cause).toMatchObject({ message: 'out of memory' });
    expect(workers[0]!.isTerminated).toBe(true);
    await client.connect();
    expect(workers).toHaveLength(2);
    expect(client.state).toBe('connected');
  });

  it('F43 a batch that cannot be read is told as a crash: nothing is lost in silence', async () => {
    const { client, workers } = await connected();
    workers[0]!.onmessageerror?.({});
    expect(client.state).toBe('failed');
  });
});
