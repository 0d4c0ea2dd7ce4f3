import { createChatClient, jsonSchema, type ChatClient, type ChatClientOptions } from 'chatwire';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { logEvents } from '../../support/eventLog.ts';
import { fakeNetwork, openNetwork, type FakeNetwork } from '../../support/fakeWebSocket.ts';
import { FakeLocks, HostedSharedWorker } from '../../support/hostedSharedWorker.ts';
import { settle } from '../../support/tasks.ts';
import { until } from '../../support/until.ts';

const clients: ChatClient[] = [];
let locks: FakeLocks;
let heldLocks: string[];

beforeEach(() => {
  locks = new FakeLocks();
  heldLocks = [];
  const request = (name: string, ...rest: unknown[]) => {
    heldLocks.push(name);
    return locks.request(name, rest.at(-1) as () => unknown);
  };
  vi.stubGlobal('navigator', { locks: { request } });
});

afterEach(() => {
  for (const client of clients.splice(0)) client.destroy();
  vi.unstubAllGlobals();
});

/** All SharedWorkers of an origin, and how a tab of it gets a client. */
function origin(network: FakeNetwork = openNetwork()) {
  const workers = new Map<string, HostedSharedWorker>();
  const open = (options: Partial<ChatClientOptions> = {}, identity?: string) => {
    const create = (name: string) => {
      const worker = workers.get(name) ?? new HostedSharedWorker(network.WebSocket, locks);
      workers.set(name, worker);
      return worker.connect();
    };
    const client = createChatClient({
      url: 'ws://server.test/ws',
      reconnect: { initialDelay: 10, maxDelay: 50, jitter: 0 },
      thread: { type: 'shared', create, identity },
      ...options,
    });
    clients.push(client);
    return client;
  };
  return { network, workers, open };
}

/** Two tabs, connected. */
async function twoTabs(options: Partial<ChatClientOptions> = {}) {
  const scene = origin();
  const [first, second] = [scene.open(options), scene.open(options)];
  await Promise.all([first.connect(), second.connect()]);
  return { ...scene, first, second };
}

const payloadsOf = (client: ChatClient, type: string) => {
  const payloads: unknown[] = [];
  client.subscribe(type, ({ payload }) => payloads.push(payload));
  return payloads;
};

describe('tabs that share a core', () => {
  it('check messages each by schemas of its own', async () => {
    const { network, open } = origin();
    const strict = open({ schemas: { news: jsonSchema({ type: 'string' }) } });
    const lax = open();
    await Promise.all([strict.connect(), lax.connect()]);
    const told: string[] = [];
    strict.on('invalid', ({ reason }) => told.push(reason));
    const seen = { strict: payloadsOf(strict, 'news'), lax: payloadsOf(lax, 'news') };
    await settle();
    for (const payload of ['1', '"two"']) void network.last.message(`{"type":"news","payload":${payload}}`);
    await until(() => seen.strict.length > 0 && seen.lax.length > 1, 'the news');
    expect([seen, told]).toEqual([{ strict: ['two'], lax: [1, 'two'] }, ['must be string, not number']]);
  });

  it('C29 have one socket, and each is told that it is connected', async () => {
    const { network, first, second } = await twoTabs();
    expect(network.sockets).toHaveLength(1);
    expect([first.state, second.state]).toEqual(['connected', 'connected']);
    expect(second.stats()).toMatchObject({ thread: 'shared', connects: 1 });
  });

  it('get what they subscribed to, each for itself, and history of all', async () => {
    const { network, first, second } = await twoTabs();
    const [a, b, both] = [payloadsOf(first, 'a'), payloadsOf(second, 'b'), payloadsOf(first, 'both')];
    const bothToo = payloadsOf(second, 'both');
    const all: string[] = [];
    second.subscribe('*', ({ type }) => all.push(type));
    await settle();
    for (const type of ['a', 'b', 'both', 'nobody']) await network.last.message({ type, payload: type });
    await until(() => all.length === 4, 'all');
    await until(() => both.length === 1, 'both');
    expect({ a, b, both, bothToo, all }).toEqual({
      ...{ a: ['a'], b: ['b'], both: ['both'], bothToo: ['both'] },
      all: ['a', 'b', 'both', 'nobody'],
    });
    await until(() => first.history().length === 4, 'the history of the first');
    expect(second.history({ type: 'nobody' })).toHaveLength(1);
  });

  it('stop wanting a type only when the last of them does', async () => {
    const { network, first, second } = await twoTabs({ history: false });
    const stop = first.subscribe('a', () => {});
    const payloads = payloadsOf(second, 'a');
    stop();
    await settle();
    await network.last.message({ type: 'a', payload: 1 });
    await until(() => payloads.length === 1, 'the message');
    expect(second.stats().unwanted).toBe(0);
  });

  it('get binary frames each with bytes of its own', async () => {
    const { network, first, second } = await twoTabs();
    const sizes: number[] = [];
    for (const client of [first, second]) client.on('binary', ({ byteLength }) => sizes.push(byteLength));
    await network.last.message(new ArrayBuffer(5));
    await until(() => sizes.length === 2, 'both');
    expect(sizes).toEqual([5, 5]);
  });

  it('are shown every frame of their socket while they tap it, bytes as their own (W90)', async () => {
    const { network, first, second } = await twoTabs();
    const seen: Record<string, unknown[]> = { first: [], second: [] };
    const stop = first.tap(({ data }) => seen['first']!.push(data));
    second.tap(({ data }) => seen['second']!.push(data));
    await settle();
    first.send('from the first');
    await until(() => network.last.sent.length === 1, 'the message');
    await network.last.message(new ArrayBuffer(2));
    await until(() => Object.values(seen).every(({ length }) => length === 2), 'both frames');
    stop();
    first.destroy();
    await settle();
    await network.last.message('late');
    await until(() => seen['second']!.length === 3, 'the last one');
    expect(seen).toEqual({
      first: ['{"type":"from the first"}', new ArrayBuffer(2)],
      second: ['{"type":"from the first"}', new ArrayBuffer(2), 'late'],
    });
  });

  it('S3.31 get the answers to what each of them asked, though their numbers are the same', async () => {
    const { network, first, second } = await twoTabs({ history: false });
    const elsewhere: unknown[] = [];
    first.subscribe('*', ({ id }) => elsewhere.push(id));
    const answers = [first, second].map((client, n) => client.request('ask', n, { id: `id ${n}` }));
    await until(() => network.last.sent.length === 2, 'the questions');
    for (const id of ['id 1', 'id 0']) await network.last.message({ type: 'answer', id });
    expect((await Promise.all(answers)).map(({ id }) => id)).toEqual(['id 0', 'id 1']);
    await until(() => elsewhere.length === 2, 'both, for who wants all');
    await until(() => second.stats().requests.answered === 2, 'the figures');
  });

  it('G8 look for their own answers among all that comes, and cancel their own requests', async () => {
    const { network, first, second } = await twoTabs({ history: false });
    const abort = new AbortController();
    const cancelled = second.request('ask', 1, { id: 'a', signal: abort.signal });
    const matched = first.request('ask', 2, { match: ({ type }) => type === 'answer' });
    await until(() => network.last.sent.length === 2, 'the questions');
    await settle();
    abort.abort();
    await expect(cancelled).rejects.toMatchObject({ code: 'CANCELLED' });
    for (const type of ['news', 'answer']) await network.last.message({ type });
    expect((await matched).type).toBe('answer');
    await until(() => first.stats().requests.pending === 0, 'the end of both');
    const late = first.request('ask', 3, { timeout: 10 });
    await expect(late).rejects.toMatchObject({ code: 'REQUEST_TIMEOUT' });
  });

  it.each([true, false])(
    'S3.75 who disconnects is answered no more, and the other one is; outbox kept: %s',
    async (keepOnDisconnect) => {
      const { network, first, second } = await twoTabs({ outbox: { keepOnDisconnect } });
      const sent = first.request('ask', 1, { id: 'a' });
      const other = second.request('ask', 2, { id: 'b' });
      await until(() => network.last.sent.length === 2, 'the questions');
      network.last.bufferedAmount = 2 ** 21;
      const waiting = first.request('ask', 3, { id: 'c' });
      await settle();
      first.disconnect();
      await expect(sent).rejects.toMatchObject({ code: 'DISCONNECTED' });
      if (!keepOnDisconnect) await expect(waiting).rejects.toMatchObject({ code: 'DISCONNECTED' });
      for (const id of ['a', 'b']) await network.last.message({ id });
      expect((await other).id).toBe('b');
      if (!keepOnDisconnect) return;
      network.last.bufferedAmount = 0;
      await until(() => network.last.sent.length === 3, 'what was kept');
      await network.last.message({ id: 'c' });
      await expect(waiting).rejects.toMatchObject({ code: 'DISCONNECTED' });
    },
  );

  it('are told of their own receipts only, though their numbers are the same', async () => {
    const { network, first, second } = await twoTabs();
    const receipts = [first.sendText('1'), second.sendText('2'), second.sendText('3')];
    await Promise.all(receipts.map(({ delivered }) => delivered));
    expect([...network.last.sent].sort()).toEqual(['1', '2', '3']);
    network.last.bufferedAmount = 2 ** 30;
    const abort = new AbortController();
    const taken = second.sendText('taken back', { signal: abort.signal });
    const kept = first.sendText('kept');
    await settle();
    abort.abort();
    await expect(taken.delivered).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(kept.status).toBe('queued');
  });

  it('are told together when the line is lost, and when it is back', async () => {
    const { network, first, second } = await twoTabs();
    const [one, two] = [logEvents(first), logEvents(second)];
    void network.last.fail();
    await until(() => one.includes('open') && two.includes('open'), 'the next link');
    expect(one).toEqual([
      'error CONNECTION_LOST',
      'close 1006',
      'state reconnecting',
      'retry 1',
      'state connecting',
      'state connected',
      'open',
    ]);
    expect(two).toEqual(one);
    expect(network.live).toBe(1);
  });
});

describe('a tab that goes', () => {
  it('by disconnect() is closed for itself; the others keep the link, the last one closes it', async () => {
    const { network, first, second } = await twoTabs();
    network.last.bufferedAmount = 2 ** 30;
    const receipt = first.sendText('waits');
    const lines = logEvents(first);
    const payloads = payloadsOf(second, 'a');
    const nothing = payloadsOf(first, 'a');
    await settle();
    first.disconnect();
    await until(() => first.state === 'closed', 'the end of the first');
    expect(lines).toEqual(['state closing', 'unsent DISCONNECTED', 'state closed']);
    await expect(receipt.delivered).rejects.toMatchObject({ code: 'DISCONNECTED' });
    await network.last.message({ type: 'a', payload: 1 });
    await until(() => payloads.length === 1, 'the message');
    expect(nothing).toEqual([]);
    expect(second.state).toBe('connected');
    second.disconnect(4001, 'bye');
    await until(() => second.state === 'closed', 'the end');
    expect(network.sockets[0]!.closedWith).toEqual({ code: 4001, reason: 'bye' });
  });

  it('comes back to the same socket', async () => {
    const { network, first } = await twoTabs();
    first.disconnect();
    await until(() => first.state === 'closed', 'the end of the first');
    await first.connect();
    expect(first.state).toBe('connected');
    expect(network.sockets).toHaveLength(1);
  });

  it('last, and hears that to the end though another one connects meanwhile', async () => {
    const { network, open } = origin();
    const first = open();
    await first.connect();
    network.last.answersClose = false;
    first.disconnect();
    await settle();
    const second = open();
    await second.connect();
    await until(() => first.state === 'closed', 'the end of the first');
    expect(second.state).toBe('connected');
    expect(network.live).toBe(1);
  });

  it.each([
    ['by destroy()', (client: ChatClient) => client.destroy()],
    ['by dying, which its lock tells', () => locks.free(heldLocks[0]!)],
  ])('%s takes its subscriptions with it, and harms nobody', async (_how, go) => {
    const { network, first, second } = await twoTabs({ history: false });
    payloadsOf(first, 'a');
    const payloads = payloadsOf(second, 'b');
    await settle();
    go(first);
    await settle();
    await network.last.message({ type: 'a' });
    await network.last.message({ type: 'b', payload: 1 });
    await until(() => payloads.length === 1, 'the message');
    await until(() => second.stats().unwanted === 1, 'nobody to want the other type');
    expect(second.state).toBe('connected');
    expect(network.live).toBe(1);
  });

  it('as the last one ends the connection; the next one opens another', async () => {
    const { network, open, first, second } = await twoTabs();
    first.destroy();
    second.destroy();
    await until(() => network.live === 0, 'the end of the socket');
    const third = open();
    await third.connect();
    expect(network.sockets).toHaveLength(2);
  });
});

describe('a SharedWorker that dies', () => {
  it('is found by its lock; the tabs come back together to the next one, and what waited is handed back', async () => {
    const { network, workers, first, second } = await twoTabs();
    network.last.bufferedAmount = 2 ** 30;
    const receipt = first.sendText('waits');
    const payloads = payloadsOf(second, 'a');
    await settle();
    const [[name, dead]] = [...workers] as [[string, HostedSharedWorker]];
    workers.delete(name);
    const lines = logEvents(first);
    locks.free(dead.lock);
    await until(() => network.sockets.length === 2, 'the next socket');
    await until(() => first.state === 'connected' && second.state === 'connected', 'the next link');
    expect(lines).toEqual([
      ...['close 1006 CORE_CRASHED', 'state failed', 'error CORE_CRASHED', 'unsent CORE_CRASHED'],
      ...['state connecting', 'state connected', 'open'],
    ]);
    await expect(receipt.delivered).rejects.toMatchObject({ code: 'CORE_CRASHED' });
    expect(network.sockets).toHaveLength(2);
    await network.last.message({ type: 'a', payload: 1 });
    await until(() => payloads.length === 1, 'the message');
  });

  it('brings nobody back who was not connected, or who has given up on hearing of it', async () => {
    const { network, workers, first, second, open } = await twoTabs();
    const third = open();
    first.on('error', () => first.destroy());
    // Loads the core, and does not connect.
    await third.send('hello').delivered;
    const [[name, dead]] = [...workers] as [[string, HostedSharedWorker]];
    workers.delete(name);
    locks.free(dead.lock);
    await until(() => second.state === 'connected' && third.state === 'failed', 'the next link');
    expect(first.state).toBe('closed');
    expect(network.sockets).toHaveLength(2);
  });
});

describe('requests of tabs that share a core', () => {
  it('fail for the tab that goes, by their time limit and by their signal, and for no other', async () => {
    const { network, first, second } = await twoTabs();
    const abort = new AbortController();
    const failing = [
      first.request('gone'),
      second.request('late', undefined, { timeout: 20 }),
      second.request('cancelled', undefined, { signal: abort.signal }),
    ];
    const kept = second.request('kept');
    await until(() => network.last.sent.length === 4, 'the requests');
    first.disconnect();
    abort.abort();
    const outcomes = await Promise.allSettled(failing);
    expect(outcomes.map((outcome) => (outcome as PromiseRejectedResult).reason.code)).toEqual([
      ...['DISCONNECTED', 'REQUEST_TIMEOUT', 'CANCELLED'],
    ]);
    const frames = network.last.sent.map((text) => JSON.parse(text as string) as Record<string, string>);
    const id = frames.find(({ type }) => type === 'kept')?.['id'];
    await network.last.message({ type: 'answer', id, payload: 'still' });
    expect((await kept).payload).toBe('still');
  });
});

describe('what the core asks the application', () => {
  it('is asked of one tab, and of the next one where that has died', async () => {
    const asked: string[] = [];
    const { open } = origin(openNetwork());
    const first = open({ url: () => (asked.push('first'), new Promise<string>(() => {})) }, 'me');
    const second = open({ url: () => (asked.push('second'), 'ws://server.test/ws') }, 'me');
    void first.connect();
    await until(() => asked.length === 1, 'the question');
    const outcome = second.connect();
    await settle();
    expect(asked).toEqual(['first']);
    locks.free(heldLocks[0]!);
    await outcome;
    expect(asked).toEqual(['first', 'second']);
  });

  it('is asked of the next one where the first says nothing for 2 s', async () => {
    const asked: string[] = [];
    const { open } = origin(openNetwork());
    const first = open({ url: () => (asked.push('first'), new Promise<string>(() => {})) }, 'me');
    const second = open({ url: () => (asked.push('second'), 'ws://server.test/ws') }, 'me');
    void first.connect();
    await until(() => asked.length === 1, 'the question');
    await second.connect();
    expect(asked).toEqual(['first', 'second']);
    await until(() => first.state === 'connected', 'the first to hear of it');
  });
});

describe('who shares', () => {
  it('only tabs with the same URL, profile and identity; and no credentials show in the name', async () => {
    const { open, workers } = origin();
    const auth = (token: string) => ({ auth: { query: { token } } });
    const connects = [
      open(),
      open({ url: new URL('ws://server.test/ws') }),
      open({ url: 'ws://server.test/other' }),
      open({ profile: 'autobot' }),
      ...[open(auth('secret one')), open(auth('secret one')), open(auth('secret two'))],
      ...[open({}, 'first user'), open({}, 'second user'), open(auth('renewed'), 'first user')],
    ].map((client) => client.connect());
    await Promise.all(connects);
    expect(workers.size).toBe(7);
    expect([...workers.keys()].join()).not.toMatch(/secret|token|user/);
  });

  it('B32 refuses functions without an identity: tabs of another user would get the socket', () => {
    const { open } = origin();
    expect(() => open({ url: () => 'ws://server.test' })).toThrow('thread.identity must say who the user is');
    expect(() => open({ auth: { header: { Authorization: () => 'x' } } })).toThrow('thread.identity');
    expect(() => open({}, 5 as never)).toThrow('thread.identity must be a text');
  });

  it('F43 a core that crashes is told to all, and the next connect() makes another', async () => {
    const { network, first, second } = await twoTabs();
    const { loadCore } = await import('../../../js-glue/core/load.ts');
    (await loadCore()).crash(new Error('trap'));
    await until(() => first.state === 'failed' && second.state === 'failed', 'the news');
    await Promise.all([first.connect(), second.connect()]);
    expect(network.sockets).toHaveLength(2);
    expect(first.getSnapshot().error).toBeNull();
  });

  it('a page without Web Locks runs for itself, and says why', async () => {
    vi.stubGlobal('navigator', {});
    const network = openNetwork();
    vi.stubGlobal('WebSocket', network.WebSocket);
    const client = origin(fakeNetwork()).open();
    await client.connect();
    expect(client.stats()).toMatchObject({
      thread: 'main',
      fallback: 'No Worker: this page has no Web Locks, which a shared one needs',
    });
  });
});
