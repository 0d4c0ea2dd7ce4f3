import type { Locator } from 'playwright-core';
import { expect, it } from 'vitest';
import { demoTests, type DemoPage } from '../support/demoPage.ts';

const open = demoTests();
let demo: DemoPage;

const button = (name: string): Locator => demo.page.getByRole('button', { name });

it('opens one connection under StrictMode and streams an answer to a typed question', async () => {
  demo = await open('agent');
  await demo.reaches('connected');
  expect(demo.server.connectionCount).toBe(1);
  await demo.page.keyboard.type('What is 12 * 12?');
  await demo.page.keyboard.press('Enter');
  await demo.hasAnswered(1);
  expect((await demo.messages('assistant'))[0]?.text).toContain('144');
  await demo.shoot('agent-answered');
});

it('finishes an answer that the cut interrupts, and sends, once, what was typed meanwhile', async () => {
  demo = await open('agent');
  await demo.reaches('connected');
  await demo.say('What does Chatwire do when the line drops?');
  await demo.messagesOf('assistant', 'streaming').waitFor();
  demo.server.faults.cut();
  await demo.reaches('reconnecting');
  await demo.say('What is 6 * 7?');
  expect((await demo.messages('user')).at(-1)?.status).toBe('queued');
  expect(await demo.page.locator('.chatwire-status-queued').textContent()).toContain('1');
  await demo.shoot('agent-queued');
  await demo.hasAnswered(2);
  await demo.shoot('agent-recovered');
  const answers = await demo.messages('assistant');
  expect(answers).toHaveLength(2);
  expect(answers[1]?.text).toContain('42');
  expect(demo.server.connectionCount).toBe(1);
});

it('counts down to the next try while the server is gone, and loses nothing over it', async () => {
  demo = await open('agent');
  await demo.reaches('connected');
  const back = demo.server.faults.stopFor(2500);
  await demo.reaches('reconnecting');
  await demo.page.locator('.chatwire-countdown').waitFor();
  for (const question of ['What is 1 + 1?', 'What is 2 + 2?', 'What is 4 + 4?']) await demo.say(question);
  await back;
  await demo.hasAnswered(3);
  const answers = (await demo.messages('assistant')).map(({ text }) => text);
  expect(answers.map((text) => /= (\d+)/.exec(text)?.[1])).toEqual(['2', '4', '8']);
});

it('dials at once when the visitor does not want to wait', async () => {
  demo = await open('agent');
  await demo.reaches('connected');
  await demo.server.faults.stopListening();
  await demo.reaches('reconnecting');
  await demo.server.faults.listenAgain();
  await button('Retry now').click();
  await demo.reaches('connected');
});

it('asks for approval in a workflow and goes on when it is given', async () => {
  demo = await open('agent');
  await demo.reaches('connected');
  await demo.say('Please deploy the docs');
  await button('Approve').waitFor();
  await demo.shoot('agent-approval');
  await button('Approve').click();
  await demo.page.locator('.chatwire-workflow[data-status=completed]').waitFor();
  await demo.shoot('agent-workflow');
});

it('ends a workflow that is denied, and one that is cancelled', async () => {
  demo = await open('agent');
  await demo.reaches('connected');
  await demo.say('Please deploy the docs');
  await button('Deny').click();
  await demo.page.locator('.chatwire-workflow[data-status=failed]').waitFor();
  await demo.say('Please deploy the docs once more');
  await button('Cancel').click();
  await demo.page.locator('.chatwire-workflow[data-status=cancelled]').waitFor();
});

it('keeps a workflow that waits for a word, over a cut and until it is given', async () => {
  demo = await open('agent');
  await demo.reaches('connected');
  await demo.say('Please deploy the docs');
  await button('Approve').waitFor();
  demo.server.faults.cut();
  await demo.reaches('reconnecting');
  await demo.reaches('connected');
  await button('Approve').click();
  await demo.page.locator('.chatwire-workflow[data-status=completed]').waitFor();
  expect(await demo.page.locator('.chatwire-workflow').count()).toBe(1);
});

it('shows what the agent tells beside its answers: commands, thoughts, diagnostics', async () => {
  demo = await open('agent');
  await demo.reaches('connected');
  await button('everything').click();
  await demo.page.getByRole('meter', { name: 'Memory' }).waitFor();
  await demo.page.getByRole('heading', { name: 'Last thought' }).waitFor();
  await demo.page.getByRole('heading', { name: 'Announcements' }).waitFor();
  await demo.page.locator('.chatwire-chat-tool', { hasText: 'ls --dry-run' }).waitFor();
  await demo.hasAnswered(1);
  await demo.shoot('agent-everything');
});

it('starts over with an empty conversation', async () => {
  demo = await open('agent');
  await demo.say('What is 5 * 5?');
  await demo.hasAnswered(1);
  await button('Start over').click();
  await demo.page.getByRole('heading', { name: 'survives a bad line' }).waitFor();
  await demo.say('What is 6 * 6?');
  await demo.hasAnswered(1);
  expect(await demo.messages('assistant')).toHaveLength(1);
});

it('fits a phone, light and dark, without scrolling sideways', async () => {
  demo = await open('agent', {
    viewport: { width: 320, height: 640 },
    colorScheme: 'dark',
  });
  await demo.reaches('connected');
  await demo.say('Please deploy the docs');
  await button('Approve').waitFor();
  expect(await demo.overflow()).toBe(0);
  await demo.shoot('agent-phone-workflow');
  await button('Insights').click();
  await demo.page.getByRole('heading', { name: 'Diagnostics' }).waitFor();
  expect(await demo.overflow()).toBe(0);
  await demo.shoot('agent-phone-insights');
});
