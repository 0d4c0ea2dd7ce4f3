import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchChromium } from '../support/chromium.ts';
import { DemoPage } from '../support/demoPage.ts';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const titles = ['Assistant', 'Chat', 'Terminal', 'Ask', 'Agent', 'Inspector'];

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

/** What axe-core finds serious or worse in the page as it is, one line each. */
async function seriousProblems(page: Page): Promise<string[]> {
  await page.evaluate(source);
  return page.evaluate(async () => {
    const { axe: checker } = globalThis as unknown as { axe: typeof axe };
    const { violations } = await checker.run(document);
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    return serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  });
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1280, 320]) {
    it(`has no serious barrier in any tab, ${colorScheme}, ${width} pixels wide, and nothing to scroll sideways`, async () => {
      const demo = await DemoPage.open(browser, 'chat', { colorScheme, viewport: { width, height: 800 } });
      for (const title of titles) {
        await demo.tab(title).click();
        await demo.isAt(title);
        if (title === 'Terminal' || title === 'Ask') await demo.reaches('connected');
        expect(await seriousProblems(demo.page), title).toEqual([]);
        expect(await demo.overflow(), title).toBe(0);
        await demo.shoot(`${title.toLowerCase()}-${width}-${colorScheme}`);
      }
      expect(demo.complaints).toEqual([]);
      await demo.close();
    });
  }
}
