import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { demoTests, type DemoPage } from '../support/demoPage.ts';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const titles = ['Assistant', 'Chat', 'Terminal', 'Ask', 'Agent', 'Inspector'];
const desktop = { viewport: { width: 1280, height: 800 } };
/** A finger is its pointer. */
const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };

const open = demoTests();

/** What axe-core finds in the page as it is, one line each: what is of the least impact is left out. */
async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(source);
  return page.evaluate(async () => {
    const { axe: checker } = globalThis as unknown as { axe: typeof axe };
    const { violations } = await checker.run(document);
    return violations
      .filter(({ impact }) => impact !== 'minor')
      .map(({ id, impact, nodes }) => `${id} (${impact}): ${nodes.map(({ html }) => html).join(' ')}`);
  });
}

/** What a finger would miss: less than 44 pixels high or wide, as it is laid out (WCAG 2.5.5). */
async function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const targets = [...document.querySelectorAll('button, a[href], input, select, textarea, summary')];
    const seen = targets.filter((element) => element.checkVisibility({ visibilityProperty: true }));
    return seen.flatMap((element) => {
      const { width, height } = (element.closest('label') ?? element).getBoundingClientRect();
      const isSmall = Math.round(height) < 44 || Math.round(width) < 44;
      return isSmall ? [`${Math.round(width)} x ${Math.round(height)}: ${element.outerHTML}`] : [];
    });
  });
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1280, 320]) {
    it(`has no barrier in any tab, ${colorScheme}, ${width} pixels wide, and nothing to scroll sideways`, async () => {
      const demo = await open('chat', { colorScheme, viewport: { width, height: 800 } });
      for (const title of titles) {
        await demo.tab(title).click();
        await demo.isAt(title);
        if (title === 'Terminal' || title === 'Ask') await demo.reaches('connected');
        expect(await barriers(demo.page), title).toEqual([]);
        expect(await demo.overflow(), title).toBe(0);
        await demo.shoot(`${title.toLowerCase()}-${width}-${colorScheme}`);
      }
    });
  }
}

/** A tab with something opened, under way or gone wrong. */
interface Scene {
  what: string;
  tab: string;
  prepare: (demo: DemoPage, isPhone: boolean) => Promise<void>;
}

const button = ({ page }: DemoPage, name: string | RegExp): Locator => page.getByRole('button', { name });

async function signIn(demo: DemoPage): Promise<void> {
  await button(demo, 'Sign in').click();
  await demo.reaches('connected');
}

const scenes: Scene[] = [
  {
    what: 'sessions, one of them about to be deleted',
    tab: 'assistant',
    async prepare(demo, isPhone) {
      await signIn(demo);
      await demo.say('What is 3 * 4?');
      await demo.hasAnswered(1);
      if (isPhone) await button(demo, 'Sessions').click();
      else await demo.page.getByRole('navigation').getByRole('listitem').hover();
      await button(demo, /^Delete/).click();
      await button(demo, 'Keep').waitFor();
    },
  },
  {
    what: 'the notifications',
    tab: 'assistant',
    async prepare(demo) {
      await signIn(demo);
      demo.server.notify({ title: 'Maintenance', message: 'Tonight at 22:00', level: 'warning' });
      await button(demo, /Notifications.*1 unread/).click();
      await demo.page.locator('.notification').waitFor();
    },
  },
  {
    what: 'a toast, a message that waits, and no connection',
    tab: 'assistant',
    async prepare(demo) {
      await signIn(demo);
      await demo.server.faults.stopListening();
      await demo.page.locator('.chatwire-toast').waitFor();
      await demo.say('What is 6 * 7?');
      await demo.page.locator('.chatwire-status-queued:visible').waitFor();
    },
  },
  {
    what: 'a tool unfolded, and an answer that has failed',
    tab: 'chat',
    async prepare(demo) {
      await demo.reaches('connected');
      await demo.say('What is 12 * 12?');
      await demo.hasAnswered(1);
      await demo.page.locator('.chatwire-chat-tool summary').click();
      await demo.say('What does Chatwire do when the line drops?');
      await demo.messagesOf('assistant', 'streaming').waitFor();
      demo.server.faults.cut();
      await demo.messagesOf('assistant', 'failed').waitFor();
    },
  },
  {
    what: 'a search, a task that has failed, and its toast',
    tab: 'terminal',
    async prepare(demo) {
      await demo.reaches('connected');
      await demo.get('run-deploy').click();
      await demo.page.locator('[data-testid=task][data-status=failed]').waitFor();
      await demo.page.getByRole('searchbox').fill('staging');
      await demo.page.keyboard.press('Enter');
      await demo.page.locator('.chatwire-terminal-match[data-current]').waitFor();
      await demo.page.locator('.chatwire-toast').waitFor();
    },
  },
  {
    what: 'a key that is refused, and questions that wait',
    tab: 'ask',
    async prepare(demo) {
      await demo.reaches('connected');
      await demo.page.getByLabel('API key').check();
      await demo.page.locator('[data-testid=sign-in][data-method=key]').waitFor();
      await demo.get('api-key').fill('wrong');
      await demo.get('sign-in-by-key').click();
      await demo.reaches('failed');
      await demo.get('question').fill('What is 6 * 7?');
      await demo.get('ask').click();
      await demo.page.locator('[data-testid=ask-card]').waitFor();
    },
  },
  {
    what: 'more questions than the server takes',
    tab: 'ask',
    async prepare(demo) {
      await demo.reaches('connected');
      await demo.get('ask-many').click();
      await demo.page.locator('[data-testid=ask-problem]').first().waitFor();
    },
  },
  {
    what: 'a workflow that waits for approval',
    tab: 'agent',
    async prepare(demo) {
      await demo.reaches('connected');
      await demo.say('Please deploy the docs');
      await button(demo, 'Approve').waitFor();
    },
  },
  {
    what: 'all that the agent tells, and the insights',
    tab: 'agent',
    async prepare(demo, isPhone) {
      await demo.reaches('connected');
      await demo.say('Show me everything');
      await demo.hasAnswered(1);
      if (isPhone) await button(demo, 'Insights').click();
      await demo.page.getByRole('meter', { name: 'Memory' }).waitFor();
    },
  },
  {
    what: 'the frames of a connection, one unfolded, and a fault',
    tab: 'agent',
    async prepare(demo) {
      await demo.reaches('connected');
      await demo.say('What is 6 * 7?');
      await demo.hasAnswered(1);
      await demo.tab('Inspector').click();
      await demo.page.locator('.chatwire-inspector-frame').first().click();
      await demo.get('fault-cut').click();
      await demo.get('fault-outcome').getByText('cut').waitFor();
    },
  },
];

describe.each([
  ['on a desktop', 'light', desktop],
  ['on a phone', 'dark', phone],
] as const)('%s, %s', (where, colorScheme, options) => {
  it.each(scenes)('has no barrier: $what', async ({ what, tab, prepare }) => {
    const isPhone = options === phone;
    const demo = await open(tab, { ...options, colorScheme });
    await prepare(demo, isPhone);
    expect(await barriers(demo.page)).toEqual([]);
    expect(await demo.overflow()).toBe(0);
    if (isPhone) expect(await smallTargets(demo.page)).toEqual([]);
    await demo.shoot(`${what} ${where} ${colorScheme}`.replace(/\W+/g, '-'));
  });
});
