import { expect, it } from 'vitest';
import { demoTests, type DemoPage } from '../support/demoPage.ts';
import { until } from '../support/until.ts';

const open = demoTests();
let demo: DemoPage;

it('opens the tab that the address names, and connects nothing else', async () => {
  demo = await open('chat');
  await demo.reaches('connected');
  expect(await demo.tab('Chat').getAttribute('aria-selected')).toBe('true');
  expect(await demo.page.title()).toBe('Chat · chatwire demo');
  expect(demo.server.connectionCount).toBe(1);
});

it('leads from tab to tab by the arrow keys, and to the first and the last one', async () => {
  demo = await open('ask');
  await demo.tab('Ask').focus();
  await demo.page.keyboard.press('ArrowRight');
  await demo.isAt('Agent');
  await demo.page.keyboard.press('End');
  await demo.isAt('Inspector');
  await demo.page.keyboard.press('ArrowRight');
  await demo.isAt('Assistant');
  await demo.page.keyboard.press('ArrowLeft');
  await demo.isAt('Inspector');
  await demo.page.keyboard.press('Home');
  await demo.isAt('Assistant');
});

it('takes the Tab key past the other tabs into the panel, and back', async () => {
  demo = await open('agent');
  await demo.tab('Agent').focus();
  await demo.page.keyboard.press('Tab');
  expect(await demo.page.evaluate(() => document.activeElement?.closest('[role=tabpanel]')?.id)).toBe(
    'panel-agent',
  );
  await demo.page.keyboard.press('Shift+Tab');
  await demo.isAt('Agent');
});

it('goes back to the tab before, whose draft and connection are still there', async () => {
  demo = await open('agent');
  await demo.reaches('connected');
  await demo.composer.fill('half a thought');
  await demo.tab('Inspector').click();
  await demo.isAt('Inspector');
  await demo.page.goBack();
  await demo.tab('Agent').and(demo.page.locator('[aria-selected=true]')).waitFor();
  expect(await demo.composer.inputValue()).toBe('half a thought');
  expect(demo.server.connectionCount).toBe(1);
});

it('connects each tab on its first visit, by a connection of its own', async () => {
  demo = await open('chat');
  for (const title of ['Terminal', 'Ask', 'Agent']) {
    await demo.tab(title).click();
    await demo.isAt(title);
    await demo.reaches('connected');
  }
  await until(() => demo.server.connectionCount === 4, 'four connections');
});
