import type axe from 'axe-core';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { complaintsOf, launchChromium } from '../support/chromium.ts';
import type { actions as pageActions } from '../support/componentsPage/page.tsx';
import { serveComponents } from '../support/componentsPage/serve.ts';

const checker = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let browser: Browser;
let server: Awaited<ReturnType<typeof serveComponents>>;

beforeAll(async () => {
  [browser, server] = await Promise.all([launchChromium(), serveComponents()]);
});

afterAll(async () => {
  server.close();
  await browser.close();
});

declare global {
  // What tests/support/componentsPage/page.tsx leaves in the page.
  var actions: typeof pageActions;
}

async function open(hash: string, width: number, colorScheme: 'light' | 'dark' = 'light') {
  const page = await browser.newPage({ viewport: { width, height: 700 }, colorScheme });
  const complaints = complaintsOf(page);
  await page.goto(server.url + hash);
  await page.waitForSelector(
    '.chatwire-status[data-state=reconnecting], .chatwire-status[data-state=connecting]',
  );
  return { page, complaints };
}

/** How far the end of the conversation is below what is seen, in pixels. */
const below = (page: Page) =>
  page.evaluate(() => {
    const { scrollHeight, scrollTop, clientHeight } = document.querySelector('.chatwire-chat-log')!;
    return Math.round(scrollHeight - scrollTop - clientHeight);
  });

describe('the components in a browser', () => {
  it.each([
    ['', 1100, 'light'],
    ['', 320, 'dark'],
    ['#inspector', 1100, 'dark'],
    ['#inspector', 320, 'light'],
  ] as const)('axe-core minds nothing, colours included: %s at %i px, %s', async (hash, width, scheme) => {
    const { page, complaints } = await open(hash, width, scheme);
    await page.addScriptTag({ content: checker });
    const found = await page.evaluate(async () => {
      const { axe: judge } = globalThis as unknown as { axe: typeof axe };
      const { violations } = await judge.run(document, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
      });
      return violations.map(({ id, nodes }) => `${id} ${nodes.length} times: ${nodes[0]?.html}`);
    });
    expect(found).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('S0.33: stay at the end while an answer grows, yield to the reader, and go back when asked', async () => {
    const { page } = await open('#long', 900);
    await page.evaluate(() => actions.clearToasts());
    await expect.poll(() => below(page)).toBe(0);
    await page.evaluate(() => actions.stream('word '.repeat(2000)));
    await expect.poll(() => below(page)).toBe(0);

    await page.mouse.move(450, 350);
    await page.mouse.wheel(0, -600);
    await page.waitForSelector('.chatwire-chat-jump');
    const before = await below(page);
    expect(before).toBeGreaterThan(300);
    await page.evaluate(() => actions.stream('word '.repeat(4000)));
    await expect.poll(() => below(page)).toBeGreaterThan(before);
    await page.click('.chatwire-chat-jump');
    await expect.poll(() => below(page)).toBe(0);
    expect(await page.$('.chatwire-chat-jump')).toBeNull();
    await page.close();
  });

  it('do not lay out messages that are out of sight', async () => {
    const { page } = await open('#long', 900);
    await expect.poll(() => below(page)).toBe(0);
    const [all, seen] = await page.evaluate(() => {
      const bubbles = [...document.querySelectorAll('.chatwire-chat-bubble')];
      return [
        bubbles.length,
        bubbles.filter((each) => each.checkVisibility({ contentVisibilityAuto: true })).length,
      ];
    });
    expect(all).toBeGreaterThan(1000);
    expect(seen).toBeLessThan(50);
    expect(seen).toBeGreaterThan(3);
    await page.close();
  });
});
