import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startServer, type ReferenceServer } from '../../web/server/server.ts';
import { buildPage } from '../support/builtPage.ts';
import { complaintsOf, launchChromium } from '../support/chromium.ts';

let browser: Browser;
let server: ReferenceServer;

beforeAll(async () => {
  const appDir = await buildPage('transitionPage.tsx');
  [browser, server] = await Promise.all([launchChromium(), startServer({ appDir })]);
});

afterAll(() => Promise.all([browser.close(), server.close()]));

it('a stream of tokens does not keep a transition to a heavy view from being shown', async () => {
  const page = await browser.newPage();
  const complaints = complaintsOf(page);
  await page.goto(server.url);
  await page.waitForFunction(() => 'navigate' in globalThis);
  let sent = 0;
  const stream = setInterval(() => {
    server.faults.sendText(JSON.stringify({ type: 'token', payload: `token ${sent++}` }));
  }, 5);
  await page.locator('#stream', { hasText: 'token 100' }).waitFor();
  const milliseconds = await page.evaluate(() => navigate());
  clearInterval(stream);
  // It takes a quarter of a second. React loses patience after five, if urgent changes come all the while.
  expect(milliseconds).toBeLessThan(3000);
  await page.locator('#stream', { hasText: `token ${sent - 1}` }).waitFor();
  expect(complaints).toEqual([]);
  await page.close();
});
