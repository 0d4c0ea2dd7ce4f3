import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type * as Chatwire from '../../js-glue/index.ts';
import { startServer, type ReferenceServer } from '../../web/server/server.ts';
import { complaintsOf, launchChromium } from '../support/chromium.ts';
import { PlainPage } from '../support/plainPage.ts';

declare global {
  // What tests/support/plainPage.ts leaves in the page.
  var chatwire: typeof Chatwire;
  /** What a test leaves there between two steps. */
  var client: Chatwire.ChatClient;
  var outbox: Chatwire.PersistentOutbox;
  var echoed: string[];
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
    PlainPage.open(),
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
});

async function openTab(): Promise<Page> {
  const page = await context.newPage();
  complaints = complaintsOf(page);
  await load(page);
  return page;
}

/** A client that is not connected yet, and its outbox. */
async function load(page: Page): Promise<void> {
  await page.goto(plain.url);
  await page.waitForFunction(() => 'chatwire' in globalThis);
  await page.evaluate(
    async (url) => {
      globalThis.echoed = [];
      globalThis.client = chatwire.createChatClient({ url });
      client.subscribe('echo', ({ raw }) => {
        const { payload } = JSON.parse(raw['message'] as string) as { payload: string };
        echoed.push(payload);
      });
      globalThis.outbox = await chatwire.openPersistentOutbox(client, { key: 'outbox' });
    },
    `${server.wsUrl.replace(/\/ws$/, '')}/ws-test`,
  );
}

const say = (page: Page, ...texts: string[]) =>
  page.evaluate((texts) => {
    for (const text of texts) outbox.send('say', text);
  }, texts);
const connect = (page: Page) => page.evaluate(() => client.connect());
const echoedIn = (page: Page) => page.evaluate(() => echoed);
const sizeIn = (page: Page) => page.evaluate(() => outbox.size);

it('S3.100 what was said without a connection is said after a reload, once', async () => {
  const page = await openTab();
  await say(page, 'one', 'two');
  await load(page);
  await say(page, 'three');
  expect(await sizeIn(page)).toBe(3);
  await connect(page);
  await page.waitForFunction(() => echoed.length === 3);
  expect(await echoedIn(page)).toEqual(['one', 'two', 'three']);
  await load(page);
  await connect(page);
  await say(page, 'four');
  await page.waitForFunction(() => echoed.includes('four'));
  expect(await echoedIn(page)).toEqual(['four']);
});

it('F49 what a tab leaves that crashes is said by another one', async () => {
  const [first, second] = [await openTab(), await openTab()];
  await say(first, 'mine');
  await say(second, 'yours');
  await connect(second);
  await second.waitForFunction(() => echoed.length === 1);
  expect(await echoedIn(second)).toEqual(['yours']);
  const dead = first.waitForEvent('crash');
  const devtools = await context.newCDPSession(first);
  void devtools.send('Page.crash').catch(() => {});
  await dead;
  await second.waitForFunction(() => echoed.length === 2);
  expect(await echoedIn(second)).toEqual(['yours', 'mine']);
});
