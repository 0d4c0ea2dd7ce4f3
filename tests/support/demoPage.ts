import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { ServerOptions } from '../../web/server/options.ts';
import { startServer, type ReferenceServer } from '../../web/server/server.ts';
import { complaintsOf, launchChromium } from './chromium.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Of a browser's new page. */
export type PageOptions = Parameters<Browser['newPage']>[0];

/**
 * For a file of tests: a browser for all of them, in which the returned function opens the demo. After each test the demo goes,
 * and must have complained of nothing.
 */
export function demoTests(): (
  tab: string,
  options?: PageOptions,
  serverOptions?: ServerOptions,
) => Promise<DemoPage> {
  let browser: Browser;
  let opened: DemoPage | undefined;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());
  afterEach(async () => {
    await opened?.close();
    expect(opened?.complaints ?? []).toEqual([]);
    opened = undefined;
  });
  return async (tab, options, serverOptions) =>
    (opened = await DemoPage.open(browser, tab, options, serverOptions));
}

/** The demo as `npm start` serves it, and what a visitor sees and does there. */
export class DemoPage {
  private constructor(
    readonly server: ReferenceServer,
    readonly page: Page,
    readonly complaints: string[],
  ) {}

  /** Opens a tab by its address, such as `agent`. */
  static async open(
    browser: Browser,
    tab: string,
    options: PageOptions = {},
    serverOptions: ServerOptions = {},
  ): Promise<DemoPage> {
    const server = await startServer({
      appDir: `${root}build/app`,
      demo: true,
      chunkDelay: 20,
      stepDelay: 50,
      ...serverOptions,
    });
    return DemoPage.#visit(server, await browser.newPage(options), tab);
  }

  /** Another visitor, with a browser's memory of their own. Goes when the browser does. */
  async another(tab: string): Promise<DemoPage> {
    const browser = this.page.context().browser();
    if (!browser) throw new Error('the page has no browser');
    return DemoPage.#visit(this.server, await browser.newPage(), tab);
  }

  static async #visit(server: ReferenceServer, page: Page, tab: string): Promise<DemoPage> {
    const demo = new DemoPage(server, page, complaintsOf(page));
    await page.goto(`${server.url}#/${tab}`);
    return demo;
  }

  get = (name: string): Locator => this.page.getByTestId(name);

  /** The tab with this title in the tab list. */
  tab = (title: string): Locator => this.page.getByRole('tab', { name: title });

  /** Waits until the connection is in this state. */
  async reaches(state: string): Promise<void> {
    await this.page.locator(`.chatwire-status[data-state=${state}]:visible`).waitFor();
  }

  /** Waits until this tab is selected, and expects the keyboard to be there. */
  async isAt(title: string): Promise<void> {
    await this.page.locator('[role=tab][aria-selected=true]:focus', { hasText: title }).waitFor();
    await this.page
      .locator(`[role=tabpanel]:visible`, { has: this.page.getByRole('heading', { name: title }) })
      .waitFor();
  }

  /** Where the visitor writes. */
  get composer(): Locator {
    return this.page.locator('.chatwire-chat textarea:visible');
  }

  async say(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press('Enter');
  }

  /** The messages of one side, top to bottom, as { text, status }. */
  messages(role: 'user' | 'assistant'): Promise<{ text: string; status: string }[]> {
    return this.messagesOf(role).evaluateAll((messages) =>
      messages.map((message) => ({
        text: message.querySelector('.chatwire-chat-bubble')?.textContent ?? '',
        status: message.getAttribute('data-status') ?? '',
      })),
    );
  }

  messagesOf(role: 'user' | 'assistant', status?: string): Locator {
    const hasStatus = status === undefined ? '' : `[data-status=${status}]`;
    return this.page.locator(`.chatwire-chat-message[data-role=${role}]${hasStatus}:visible`);
  }

  /** Waits until so many questions are answered. */
  async hasAnswered(count: number): Promise<void> {
    await this.messagesOf('user', 'answered')
      .nth(count - 1)
      .waitFor();
  }

  /** How many pixels the page is wider than its window. */
  overflow(): Promise<number> {
    return this.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
  }

  /** Kept under build/screenshots/, for whoever wants to look. */
  async shoot(name: string): Promise<void> {
    mkdirSync(`${root}build/screenshots`, { recursive: true });
    await this.page.screenshot({ path: `${root}build/screenshots/${name}.png` });
  }

  async close(): Promise<void> {
    await this.page.close();
    await this.server.close();
  }
}
