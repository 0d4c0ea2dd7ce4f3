import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startServer, type ReferenceServer } from '../../web/server/server.ts';
import { buildPage } from '../support/builtPage.ts';
import { complaintsOf, launchChromium } from '../support/chromium.ts';
import { until } from '../support/until.ts';

let browser: Browser;
let server: ReferenceServer;

beforeAll(async () => {
  const appDir = await buildPage('transitionPage.tsx');
  [browser, server] = await Promise.all([launchChromium(), startServer({ appDir })]);
});

afterAll(() => Promise.all([browser.close(), server.close()]));

/** A thousand messages a second, until it is stopped; that gives back what was sent. */
function startStream(): () => string[] {
  const sent: string[] = [];
  const start = performance.now();
  const timer = setInterval(() => {
    while (sent.length < performance.now() - start) {
      const token = `token-${sent.length}`;
      sent.push(token);
      server.faults.sendText(JSON.stringify({ type: 'token', id: token, payload: token }));
    }
  }, 5);
  return () => {
    clearInterval(timer);
    return sent;
  };
}

async function openPage(stream: string) {
  const page = await browser.newPage();
  const complaints = complaintsOf(page);
  await page.goto(`${server.url}/#${encodeURIComponent(stream)}`);
  await until(() => server.faults.sendText('{"type":"hello"}') > 0, 'the link');
  const shown = () => page.evaluate(() => shownTokens());
  return { page, complaints, shown };
}

/** How long it takes to navigate, in milliseconds: the middle one of three. */
async function navigation(page: Page): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < 3; n++) times.push(await page.evaluate(() => navigate()));
  return times.sort((a, b) => a - b)[1]!;
}

it.each(['useMessages', 'useWebSocket', 'useWebSocket of nexus', 'ChatInterface', 'TerminalView'])(
  'a stream of tokens into %s keeps no transition to a heavy view from being shown, and loses nothing',
  async (name) => {
    const { page, complaints, shown } = await openPage(name);
    const alone = await navigation(page);
    const stop = startStream();
    await until(async () => (await shown()).length > 100, 'the stream');
    const beside = await navigation(page);
    const sent = stop();
    // It takes a quarter of a second alone. React loses patience after five, if urgent changes come all the while.
    expect(beside / alone).toBeLessThan(5);
    await until(async () => (await shown()).length >= sent.length, 'the last token');
    expect(await shown()).toEqual(sent);
    expect(complaints).toEqual([]);
    await page.close();
  },
);

it('an asynchronous action holds back no stream, and the stream not what the action ends in', async () => {
  const { page, complaints, shown } = await openPage('useMessages');
  await page.evaluate(() => beginAction());
  const stop = startStream();
  let last = 0;
  for (let times = 0; times < 5; times++) {
    await until(async () => (await shown()).length > last, 'more of the stream', 1000);
    last = (await shown()).length;
  }
  await page.evaluate(() => endAction());
  await navigation(page);
  const sent = stop();
  await until(async () => (await shown()).length >= sent.length, 'the last token');
  expect(await shown()).toEqual(sent);
  expect(complaints).toEqual([]);
  await page.close();
});
