import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type * as Chatwire from '../../js-glue/index.ts';
import { startServer, type ReferenceServer } from '../../web/server/server.ts';
import { complaintsOf, launchChromium } from '../support/chromium.ts';
import { PlainPage } from '../support/plainPage.ts';
import { until } from '../support/until.ts';

declare global {
  // What tests/support/plainPage.ts leaves in the page.
  var chatwire: typeof Chatwire;
  /** What a test leaves there between two steps. */
  var client: Chatwire.ChatClient;
  var seen: string[];
}

let browser: Browser;
let server: ReferenceServer;
let plain: PlainPage;
let context: BrowserContext;
let complaints: string[];

beforeAll(async () => {
  [browser, server, plain] = await Promise.all([
    launchChromium(),
    startServer({ chunkDelay: 0 }),
    PlainPage.open({ workers: "'self'" }),
  ]);
});

afterAll(async () => {
  plain.close();
  await Promise.all([browser.close(), server.close()]);
});

beforeEach(async () => {
  context = await browser.newContext();
  complaints = [];
});

afterEach(async () => {
  expect(complaints).toEqual([]);
  await context.close();
  await until(() => server.connectionCount === 0, 'the socket to close');
});

/** A tab with a connected client that notes the messages of this type. */
async function openTab(type: string): Promise<Page> {
  const page = await context.newPage();
  complaints = complaintsOf(page);
  await page.goto(plain.url);
  await page.waitForFunction(() => 'chatwire' in globalThis);
  await page.evaluate(
    async ({ url, type }) => {
      globalThis.seen = [];
      globalThis.client = chatwire.createChatClient({ url, thread: 'shared' });
      client.subscribe(type, ({ payload }) => seen.push((payload as { text: string }).text));
      client.on('close', ({ code }) => seen.push(`close ${code}`));
      client.on('error', ({ code }) => seen.push(code));
      await client.connect();
    },
    { url: server.wsUrl, type },
  );
  return page;
}

const seenIn = (page: Page) => page.evaluate(() => seen);
const say = (type: string, text: string) =>
  server.faults.sendText(JSON.stringify({ type, payload: { text } }));

it('C29 two tabs have one socket, and each gets what it wants', async () => {
  const [first, second] = [await openTab('a'), await openTab('b')];
  expect(server.connectionCount).toBe(1);
  expect(await first.evaluate(() => client.stats().thread)).toBe('shared');
  say('a', 'for the first');
  say('b', 'for the second');
  await first.waitForFunction(() => seen.length === 1);
  await second.waitForFunction(() => seen.length === 1);
  expect([await seenIn(first), await seenIn(second)]).toEqual([['for the first'], ['for the second']]);
});

it('a tab that is closed harms no other one, and takes its subscriptions with it', async () => {
  const [first, second] = [await openTab('a'), await openTab('b')];
  await first.close();
  // Only its lock says so: it had no time for a word.
  await until(async () => {
    say('a', 'for nobody');
    await second.waitForTimeout(20);
    return (await second.evaluate(() => client.stats().unwanted)) > 0;
  }, 'the subscription to go');
  say('b', 'still here');
  await second.waitForFunction(() => seen.includes('still here'));
  expect(await seenIn(second)).toEqual(['still here']);
  expect(await second.evaluate(() => client.state)).toBe('connected');
  expect(server.connectionCount).toBe(1);
});

it('a tab that is busy holds up no other one, and gets everything after', async () => {
  const [first, second] = [await openTab('a'), await openTab('a')];
  const blocked = first.evaluate(() => {
    const end = performance.now() + 1000;
    while (performance.now() < end);
  });
  for (let n = 0; n < 100; n++) say('a', String(n));
  await second.waitForFunction(() => seen.length === 100, undefined, { timeout: 900 });
  await blocked;
  await first.waitForFunction(() => seen.length === 100);
  expect(await seenIn(first)).toEqual(await seenIn(second));
});

it('a tab whose process dies, and with it the SharedWorker, takes no other one along', async () => {
  const [first, second] = [await openTab('a'), await openTab('b')];
  const dead = first.waitForEvent('crash');
  const devtools = await context.newCDPSession(first);
  void devtools.send('Page.crash').catch(() => {});
  await dead;
  await until(async () => {
    say('b', 'still here');
    await second.waitForTimeout(50);
    return (await seenIn(second)).includes('still here');
  }, 'the survivor');
  expect(await second.evaluate(() => client.state)).toBe('connected');
  await until(() => server.connectionCount === 1, 'the old socket to go');
});
