import { createChatClient, type ChatClient, type SharedWorkerLike } from 'chatwire';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openNetwork, type FakeNetwork } from '../../support/fakeWebSocket.ts';
import { FakeLocks, HostedSharedWorker } from '../../support/hostedSharedWorker.ts';
import { HostedWorker } from '../../support/hostedWorker.ts';
import { settle } from '../../support/tasks.ts';
import { until } from '../../support/until.ts';

const clients: ChatClient[] = [];
let locks: FakeLocks;

beforeEach(() => {
  locks = new FakeLocks();
  const request = (name: string, ...rest: unknown[]) => locks.request(name, rest.at(-1) as () => unknown);
  vi.stubGlobal('navigator', { locks: { request } });
});

afterEach(() => {
  for (const client of clients.splice(0)) client.destroy();
  vi.unstubAllGlobals();
});

function makeClient(thread: object): ChatClient {
  const client = createChatClient({ url: 'ws://server.test/ws', thread: thread as never });
  clients.push(client);
  return client;
}

/** Two tabs of one SharedWorker, connected, and what the second one's client holds of it. */
async function twoTabs() {
  const network = openNetwork();
  const worker = new HostedSharedWorker(network.WebSocket, locks);
  const ends: SharedWorkerLike[] = [];
  const create = () => {
    const end = worker.connect();
    ends.push(end);
    return end;
  };
  const open = () => makeClient({ type: 'shared', create });
  const first = open();
  await first.connect();
  const second = open();
  await second.connect();
  return { network, worker, first, second, end: ends[1]! };
}

/** What a bare port is answered. */
async function answerTo(worker: HostedSharedWorker, message: unknown, origin?: string): Promise<unknown> {
  const { port } = worker.connect(origin);
  const answers: unknown[] = [];
  port.onmessage = ({ data }) => answers.push(data);
  port.postMessage(message);
  await until(() => answers.length > 0, 'an answer');
  port.close();
  return answers[0];
}

const strange: unknown[] = [null, 'start', { type: 'start' }, ['start', { options: {} }], ['destroy']];

describe('a SharedWorker trusts no port (S15)', () => {
  it.each([...strange, ['send', 1, 'text']])(
    'answers %j with why it is refused, and goes on for the others',
    async (message) => {
      const { network, worker, first } = await twoTabs();
      expect(await answerTo(worker, message)).toEqual({ failed: expect.any(String) });
      first.send('still here');
      await until(() => network.last.sent.length === 1, 'the message');
    },
  );

  it('refuses a page of another origin, where the platform says of which it is', async () => {
    const { worker } = await twoTabs();
    const evil = await answerTo(worker, null, 'https://evil.test');
    expect(evil).toEqual({ failed: 'it is of another origin' });
    expect(await answerTo(worker, null, 'https://app.test')).not.toEqual(evil);
  });

  it.each([...strange, ['send', 1, {}], ['disconnect', {}], ['subscribe', 'a', 'b']])(
    'lets a tab go that posts %j: it hears why, and may come again; the others notice nothing',
    async (message) => {
      const { network, first, second, end } = await twoTabs();
      const errors: unknown[] = [];
      second.on('error', ({ code, remedy }) => errors.push([code, remedy]));
      const handled = vi.fn();
      first.subscribe('a', handled);
      end.port.postMessage(message);
      await until(() => second.state === 'failed', 'the refusal');
      expect(errors).toEqual([['INVALID_POST', expect.stringMatching(/one version of chatwire/)]]);
      await settle();
      await network.last.message({ type: 'a' });
      await until(() => handled.mock.calls.length === 1, 'the message');
      expect(first.state).toBe('connected');
      expect(network.sockets).toHaveLength(1);
      await second.connect();
      expect(second.stats()).toMatchObject({ thread: 'shared' });
      expect(network.sockets).toHaveLength(1);
    },
  );

  it('sends no more to a page than it takes, whatever it says that it took (S8)', async () => {
    const { network, second, end } = await twoTabs();
    for (let n = 0; n < 50; n++) end.port.postMessage(['taken']);
    await settle();
    const posted: unknown[] = [];
    end.port.onmessage = ({ data }) => posted.push(data);
    second.subscribe('*', () => {});
    await settle();
    for (let n = 0; n < 20; n++) {
      await network.last.message({ type: 'a' });
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(posted.length).toBeLessThanOrEqual(2);
  });
});

/** A client and the Worker that it talks to. */
async function withWorker(): Promise<{ client: ChatClient; network: FakeNetwork; workers: HostedWorker[] }> {
  const network = openNetwork();
  const workers: HostedWorker[] = [];
  const create = () => {
    const worker = new HostedWorker(network.WebSocket);
    workers.push(worker);
    return worker;
  };
  const client = makeClient({ type: 'worker', create });
  await client.connect();
  return { client, network, workers };
}

const numbers = new Float64Array();
const stats = {};

describe('a page and its Worker (S15)', () => {
  it.each([
    null,
    'hello',
    { ready: true },
    { frames: ['a'], numbers, events: [], stats },
    { frames: [], numbers, events: [[0, ['constructor']]], stats },
    { frames: [], numbers, events: [[0, ['onNothing']]], stats },
    { frames: [], numbers, events: [null], stats },
    { frames: [], numbers, events: [['onOpen']], stats },
    { frames: [], numbers, events: [], stats: null },
    { frames: [], numbers, events: [], tapped: 7, stats },
    { refused: 7 },
  ])('end where it posts %j: the page hears of it, and connects anew', async (message) => {
    const { client, workers } = await withWorker();
    const errors: unknown[] = [];
    client.on('error', ({ code }) => errors.push(code));
    workers[0]!.onmessage?.({ data: message });
    expect([client.state, errors]).toEqual(['failed', ['INVALID_POST']]);
    expect(workers[0]!.isTerminated).toBe(true);
    await client.connect();
    expect([client.state, workers.length]).toEqual(['connected', 2]);
  });

  it('end where the page posts something else: the Worker says why, and is ended', async () => {
    const { client, network, workers } = await withWorker();
    workers[0]!.postMessage(['send', 1, { not: 'a text' }]);
    await until(() => client.state === 'failed', 'the refusal');
    expect(client.getSnapshot().error).toMatchObject({ code: 'INVALID_POST' });
    expect(workers[0]!.isTerminated).toBe(true);
    expect(network.live).toBe(0);
  });

  it('do not begin where the Worker answers something else: the core then runs in this thread', async () => {
    vi.stubGlobal('WebSocket', openNetwork().WebSocket);
    const worker = {
      postMessage: () => queueMicrotask(() => worker.onmessage?.({ data: 'hello' })),
      terminate: () => {},
      onmessage: null as ((event: unknown) => void) | null,
      onmessageerror: null,
      onerror: null,
    };
    const client = makeClient({ type: 'worker', create: () => worker });
    await client.connect();
    expect(client.stats()).toMatchObject({
      thread: 'main',
      fallback: 'No Worker: it answered something else',
    });
  });
});
