import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type * as Chatwire from '../../js-glue/index.ts';
import type * as InlineWorker from '../../js-glue/inline-worker.ts';
import { startServer, type ReferenceServer } from '../../web/server/server.ts';
import { complaintsOf, launchChromium } from '../support/chromium.ts';
import { PlainPage } from '../support/plainPage.ts';
import { RawServer } from '../support/rawServer.ts';
import { until } from '../support/until.ts';

declare global {
  // What tests/support/plainPage.ts leaves in the page.
  var chatwire: typeof Chatwire;
  var inline: typeof InlineWorker;
  /** What a test leaves there between two steps. */
  var client: Chatwire.ChatClient;
  var seen: string[];
}

let browser: Browser;
let server: ReferenceServer;

beforeAll(async () => {
  [browser, server] = await Promise.all([launchChromium(), startServer({ chunkDelay: 0 })]);
});

afterAll(() => Promise.all([browser.close(), server.close()]));

/** A page of its own for a test, and what it complained of. */
async function visit(plain: PlainPage): Promise<{ page: Page; complaints: string[] }> {
  const page = await browser.newPage();
  const complaints = complaintsOf(page);
  await page.goto(plain.url);
  await page.waitForFunction(() => 'chatwire' in globalThis);
  return { page, complaints };
}

describe("thread: 'worker', under worker-src 'self'", () => {
  let plain: PlainPage;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    plain = await PlainPage.open({ workers: "'self'" });
  });

  afterAll(() => plain.close());

  beforeEach(async () => {
    ({ page, complaints } = await visit(plain));
  });

  afterEach(async () => {
    expect(complaints).toEqual([]);
    await page.close();
    await until(() => server.connectionCount === 0, 'the sockets to close');
  });

  it('talks from the Worker, with no setting: subscriptions, receipts, history, statistics', async () => {
    const told = await page.evaluate(async (url) => {
      const client = chatwire.createChatClient({ url, profile: 'autobot', thread: 'worker' });
      const answered = new Promise<string>((resolve) => {
        client.subscribe('llm_response', ({ payload }) =>
          resolve((payload as { response: string }).response),
        );
      });
      const receipt = client.send('user_message', { message: 'What is 6 * 7?' });
      await client.connect();
      await receipt.delivered;
      const answer = await answered;
      const { thread, fallback, sent, received, heapInUse } = client.stats();
      const types = client.history().map(({ type }) => type);
      const found = client.history({ type: 'llm_response', limit: 1 }).length;
      client.destroy();
      return {
        ...{ answer, thread, fallback, sent, types, found },
        hasReceived: received > 0,
        hasHeap: heapInUse > 0,
      };
    }, server.wsUrl);
    expect(told).toMatchObject({ thread: 'worker', sent: 1, found: 1, hasReceived: true, hasHeap: true });
    expect(told.fallback).toBeUndefined();
    expect(told.answer).toContain('42');
    expect(told.types).toContain('llm_response');
    expect(page.workers()).toHaveLength(1);
    await until(() => page.workers().length === 0, 'the Worker to end');
  });

  it.each([
    ['main', 'is parsed to be checked'],
    ['worker', 'is checked there, and parsed by nobody in the page'],
  ] as const)('thread: %s: what comes %s', async (...[thread]) => {
    const told = await page.evaluate(
      async ([url, where]) => {
        const { parse } = JSON;
        const texts: string[] = [];
        JSON.parse = (text: string) => {
          texts.push(text);
          return parse(text) as unknown;
        };
        const client = chatwire.createChatClient({
          url,
          ...{ profile: 'autobot', thread: where, validate: 'envelope' },
        });
        let chunks = 0;
        client.subscribe('llm_response_chunk', () => chunks++);
        const answered = new Promise((resolve) => client.subscribe('llm_response', resolve));
        client.send('user_message', { message: 'What is 6 * 7?' });
        await client.connect();
        await answered;
        client.destroy();
        JSON.parse = parse;
        return { parsed: texts.length, chunks };
      },
      [server.wsUrl, thread] as const,
    );
    expect(told.chunks).toBeGreaterThan(0);
    if (thread === 'main') expect(told.parsed).toBeGreaterThan(told.chunks);
    else expect(told.parsed).toBe(0);
  });

  it.each(['main', 'worker'] as const)('reads JSON in binary frames, thread: %s', async (thread) => {
    const told = await page.evaluate(
      async ([url, where]) => {
        const client = chatwire.createChatClient({
          url: `${url}?frames=binary`,
          ...{ profile: 'autobot', thread: where, acceptBinaryJson: true },
        });
        const kinds = new Set<string>();
        client.tap(({ direction, data }) => direction === 'in' && kinds.add(typeof data));
        const answered = new Promise<string>((resolve) => {
          client.subscribe('llm_response', ({ payload }) =>
            resolve((payload as { response: string }).response),
          );
        });
        await client.connect();
        client.send('user_message', { message: 'What is 6 * 7?' });
        const answer = await answered;
        client.destroy();
        return { answer, kinds: [...kinds] };
      },
      [server.wsUrl, thread] as const,
    );
    expect(told.answer).toContain('42');
    expect(told.kinds).toEqual(['object']);
  });

  it('a page that is busy for 2 s loses nothing, closes nothing and gets everything after', async () => {
    await page.evaluate(async (url) => {
      globalThis.seen = [];
      globalThis.client = chatwire.createChatClient({
        url,
        thread: 'worker',
        history: false,
        heartbeat: { interval: 300, timeout: 300 },
      });
      client.on('close', ({ code }) => seen.push(`close ${code}`));
      client.on('error', ({ code }) => seen.push(code));
      client.on('overflow', ({ count }) => seen.push(`overflow ${count}`));
      client.subscribe('flood', ({ payload }) => seen.push(String((payload as { index: number }).index)));
      await client.connect();
    }, server.wsUrl);
    const count = 20_000;
    const blocked = page.evaluate(() => {
      const end = performance.now() + 2000;
      while (performance.now() < end);
      return seen.length;
    });
    // The flood is over before the page has time again.
    await server.faults.flood({ count });
    const seenWhileBusy = await blocked;
    await page.waitForFunction((all) => seen.length >= all, count);
    const {
      seen: all,
      state,
      stats,
    } = await page.evaluate(() => ({
      ...{ seen, state: client.state },
      stats: client.stats(),
    }));
    expect(seenWhileBusy).toBeLessThan(count / 2);
    expect(all).toEqual(Array.from({ length: count }, (_, index) => String(index)));
    expect(state).toBe('connected');
    expect(stats.overflowed).toBe(0);
    await page.evaluate(() => client.destroy());
  });

  it('what a busy page has no room for is lost from its oldest end, and overflow says how much', async () => {
    await page.evaluate(async (url) => {
      globalThis.seen = [];
      const thread = { type: 'worker', buffer: { maxCount: 100 } } as const;
      globalThis.client = chatwire.createChatClient({ url, thread, history: false });
      client.on('overflow', ({ count, bytes }) => seen.push(`overflow ${count} ${bytes > 0}`));
      client.subscribe('flood', ({ payload }) => seen.push(String((payload as { index: number }).index)));
      await client.connect();
    }, server.wsUrl);
    const blocked = page.evaluate(() => {
      const end = performance.now() + 1000;
      while (performance.now() < end);
    });
    const count = 2000;
    await server.faults.flood({ count });
    await blocked;
    await page.waitForFunction((last) => seen.at(-1) === last, String(count - 1));
    const { all, overflowed } = await page.evaluate(() => ({
      all: seen,
      overflowed: client.stats().overflowed,
    }));
    const messages = all.filter((line) => !line.startsWith('overflow'));
    expect(messages.slice(-100)).toEqual(
      Array.from({ length: 100 }, (_, index) => String(count - 100 + index)),
    );
    expect(messages.length + overflowed).toBe(count);
    expect(all.filter((line) => line.startsWith('overflow')).every((line) => line.endsWith('true'))).toBe(
      true,
    );
    expect(overflowed).toBeGreaterThan(0);
    await page.evaluate(() => client.destroy());
  });

  it('lets go of the Worker and of the connection, with a close frame, when it is destroyed', async () => {
    const raw = await RawServer.start();
    for (let round = 0; round < 3; round++) {
      await page.evaluate(async (url) => {
        const client = chatwire.createChatClient({ url, thread: 'worker' });
        await client.connect();
        client.destroy();
      }, raw.url);
    }
    await until(() => raw.connections.every(({ closed }) => closed), 'the sockets to close');
    expect(raw.connections.map(({ closed }) => closed?.code)).toEqual([1000, 1000, 1000]);
    await until(() => page.workers().length === 0, 'the Workers to end');
  });

  it('F43 survives a Worker that is killed: the next connect() has a new one', async () => {
    const codes = await page.evaluate(async (url) => {
      const workers: Worker[] = [];
      const create = () => {
        const worker = new Worker('/worker.js', { type: 'module' });
        workers.push(worker);
        return worker;
      };
      const client = chatwire.createChatClient({ url, thread: { type: 'worker', create } });
      const codes: string[] = [];
      client.on('error', ({ code }) => codes.push(code));
      client.on('close', ({ code, reason }) => codes.push(`${code} ${reason}`));
      await client.connect();
      workers[0]?.onerror?.call(workers[0], new ErrorEvent('error', { message: 'killed' }));
      codes.push(client.state);
      await client.connect();
      codes.push(client.state, String(workers.length));
      client.destroy();
      return codes;
    }, server.wsUrl);
    expect(codes).toEqual(['1006 CORE_CRASHED', 'CORE_CRASHED', 'failed', 'connected', '2']);
  });
});

describe('the inlined Worker, under worker-src blob:', () => {
  it('needs no file: two clients, each with a Worker of its own', async () => {
    const plain = await PlainPage.open({ workers: 'blob:', missing: ['worker.js'] });
    const { page, complaints } = await visit(plain);
    await page.addScriptTag({ url: '/inline.js', type: 'module' });
    await page.waitForFunction(() => 'inline' in globalThis);
    const told = await page.evaluate(async (url) => {
      const thread = { type: 'worker', create: inline.createInlineWorker } as const;
      const clients = [1, 2].map(() => chatwire.createChatClient({ url, profile: 'autobot', thread }));
      const answers = clients.map(
        (client) =>
          new Promise<string>((resolve) => client.on('answer', ({ payload }) => resolve(payload.response))),
      );
      for (const client of clients) client.sendMessage('What is 6 * 7?');
      await Promise.all(clients.map((client) => client.connect()));
      const texts = await Promise.all(answers);
      const threads = clients.map((client) => client.stats().thread);
      for (const client of clients) client.destroy();
      return { texts, threads };
    }, server.wsUrl);
    expect(told.threads).toEqual(['worker', 'worker']);
    for (const text of told.texts) expect(text).toContain('42');
    expect(complaints).toEqual([]);
    await until(() => page.workers().length === 0, 'the Workers to end');
    await page.close();
    plain.close();
  });
});

describe('where no Worker can be made, the client runs in the page and says why', () => {
  it.each([
    ["worker-src 'none'", { workers: "'none'" }],
    ['a server that has no worker.js', { workers: "'self'", missing: ['worker.js'] }],
  ])('%s', async (_name, how) => {
    const plain = await PlainPage.open(how);
    const { page } = await visit(plain);
    const stats = await page.evaluate(async (url) => {
      const client = chatwire.createChatClient({ url, thread: 'worker' });
      const before = client.stats().thread;
      await client.connect();
      const { thread, fallback } = client.stats();
      client.destroy();
      return { before, thread, fallback };
    }, server.wsUrl);
    expect(stats).toMatchObject({ before: 'worker', thread: 'main' });
    expect(stats.fallback).toMatch(/^No Worker: .*(could not be loaded|refused|denied|policy)/i);
    await page.close();
    plain.close();
  });
});
