import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { launchChromium } from '../support/chromium.ts';
import { DemoPage } from '../support/demoPage.ts';
import { until } from '../support/until.ts';

let browser: Browser;
let demo: DemoPage;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

afterEach(async () => {
  expect(demo.complaints).toEqual([]);
  await demo.close();
});

it('opens one connection under StrictMode and streams an answer to a typed question', async () => {
  demo = await DemoPage.open(browser, 'agent');
  await demo.reaches('connected');
  expect(demo.server.connectionCount).toBe(1);
  await demo.page.keyboard.type('What is 12 * 12?');
  await demo.page.keyboard.press('Enter');
  await demo.hasAnswered(1);
  expect((await demo.bubbles('assistant'))[0]?.text).toContain('144');
  await demo.shoot('answered');
});

it('finishes an answer that the cut interrupts, and sends, once, what was typed meanwhile', async () => {
  demo = await DemoPage.open(browser, 'agent');
  await demo.reaches('connected');
  await demo.say('What does Chatwire do when the line drops?');
  await demo.page.locator('[data-testid=message][data-role=assistant]').waitFor();
  await demo.get('fault-cut').click();
  await demo.reaches('reconnecting');
  await demo.say('What is 6 * 7?');
  expect((await demo.bubbles('user')).at(-1)?.status).toBe('queued');
  expect(await demo.page.locator('.chatwire-status-queued').textContent()).toContain('1');
  await demo.shoot('queued');
  await demo.hasAnswered(2);
  await demo.shoot('recovered');
  const answers = await demo.bubbles('assistant');
  expect(answers).toHaveLength(2);
  expect(answers[1]?.text).toContain('42');
  expect(demo.server.connectionCount).toBe(1);
});

it('counts down to the next try while the server is gone, and loses nothing over it', async () => {
  demo = await DemoPage.open(browser, 'agent');
  await demo.reaches('connected');
  const back = demo.server.faults.stopFor(2500);
  await demo.reaches('reconnecting');
  await demo.page.locator('.chatwire-countdown').waitFor();
  for (const question of ['What is 1 + 1?', 'What is 2 + 2?', 'What is 4 + 4?']) await demo.say(question);
  await back;
  await demo.hasAnswered(3);
  const answers = (await demo.bubbles('assistant')).map(({ text }) => text);
  expect(answers.map((text) => /= (\d+)/.exec(text)?.[1])).toEqual(['2', '4', '8']);
});

it('dials at once when the visitor does not want to wait', async () => {
  demo = await DemoPage.open(browser, 'agent');
  await demo.reaches('connected');
  await demo.server.faults.stopListening();
  await demo.reaches('reconnecting');
  await demo.server.faults.listenAgain();
  await demo.page.getByRole('button', { name: 'Retry now' }).click();
  await demo.reaches('connected');
});

it('draws a flood of 2,000 messages in a few frames, and answers afterwards', async () => {
  demo = await DemoPage.open(browser, 'agent');
  await demo.reaches('connected');
  await demo.get('fault-flood').click();
  await demo.page.locator('[data-testid=flood][data-received="2000"]').waitFor();
  await demo.shoot('flood');
  const drawn = /drawn ([\d,]+)/.exec((await demo.get('flood').textContent()) ?? '')?.[1] ?? '';
  expect(Number(drawn.replaceAll(',', ''))).toBeGreaterThan(0);
  expect(Number(drawn.replaceAll(',', ''))).toBeLessThan(500);
  await demo.say('What is 3 * 3?');
  await demo.hasAnswered(1);
});

it('stays away after an own disconnect, and comes back when told to', async () => {
  demo = await DemoPage.open(browser, 'agent');
  await demo.reaches('connected');
  await demo.get('fault-disconnect').click();
  await demo.reaches('closed');
  await until(() => demo.server.connectionCount === 0, 'the socket to close');
  await demo.page.waitForTimeout(1500);
  expect(demo.server.connectionCount).toBe(0);
  await demo.get('fault-connect').click();
  await demo.reaches('connected');
});

it('asks for approval in a workflow and goes on when it is given', async () => {
  demo = await DemoPage.open(browser, 'agent');
  await demo.reaches('connected');
  await demo.say('Please deploy the docs');
  await demo.get('approve').click();
  await demo.page.locator('[data-testid=workflow][data-state=completed]').waitFor();
  await demo.shoot('workflow');
});

it('fits a phone, light and dark, without scrolling sideways', async () => {
  demo = await DemoPage.open(browser, 'agent', {
    viewport: { width: 320, height: 640 },
    colorScheme: 'dark',
  });
  await demo.reaches('connected');
  await demo.say('What is 5 * 5?');
  await demo.hasAnswered(1);
  await demo.shoot('phone-dark');
  const overflow = await demo.page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBe(0);
});
