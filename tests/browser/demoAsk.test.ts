import type { Locator } from 'playwright-core';
import { expect, it } from 'vitest';
import { demoTests, type DemoPage } from '../support/demoPage.ts';
import { until } from '../support/until.ts';

const open = demoTests();
let demo: DemoPage;

async function ask(question: string): Promise<void> {
  await demo.get('question').fill(question);
  await demo.get('ask').click();
}

/** The card of this question. */
function card(question: string, status: string): Locator {
  return demo.page.locator(`[data-testid=ask-card][data-status=${status}]`, { hasText: question });
}

it('signs the challenge with a key of its own, and shows each answer with its context and its tokens (S3.19 to S3.22)', async () => {
  demo = await open('ask');
  await demo.reaches('connected');
  expect(demo.server.received.count('auth')).toBe(1);
  expect(await demo.get('public-key').textContent()).toMatch(/^ed25519:[\w+/]{43}=$/);
  await ask('What is 12 * 12?');
  await card('12 * 12', 'answered').waitFor();
  expect(await card('12 * 12', 'answered').getByTestId('answer').textContent()).toContain('144');
  await ask('And what is 7 * 6?');
  const second = card('7 * 6', 'answered');
  await second.waitFor();
  expect(await second.getByTestId('context').textContent()).toContain('1 earlier question');
  const tokens = await demo.page.getByTestId('usage').allTextContents();
  const sum = tokens.map((text) => Number(/^(\d+) tokens/.exec(text)?.[1])).reduce((all, each) => all + each);
  expect(sum).toBeGreaterThan(0);
  expect(await demo.get('usage-total').getAttribute('data-total')).toBe(String(sum));
  await demo.shoot('ask');
});

it('finds the question of each answer, though they are answered side by side (S3.31)', async () => {
  demo = await open('ask');
  await demo.page.getByText('All three at once').click();
  await card('12 * 12', 'answered').getByText('144').waitFor();
  await card('line is cut', 'answered').getByText('dials again').waitFor();
  await card('queue work', 'answered').getByText('outbox').waitFor();
});

it('keeps the conversations of two teams apart', async () => {
  demo = await open('ask');
  await ask('What is 2 * 3?');
  await card('2 * 3', 'answered').waitFor();
  await demo.get('team').selectOption('red');
  await ask('What is 4 * 5?');
  const answered = card('4 * 5', 'answered');
  await answered.waitFor();
  expect(await answered.getByTestId('context').count()).toBe(0);
});

it('signs in by the API key over one connection, and says what helps when the key is wrong', async () => {
  demo = await open('ask');
  await demo.reaches('connected');
  await demo.page.getByLabel('API key').check();
  await demo.page.locator('[data-testid=sign-in][data-method=key]').waitFor();
  await demo.reaches('connected');
  await until(() => demo.server.connectionCount === 1, 'the other connection to close');
  await ask('What is 3 * 4?');
  await card('3 * 4', 'answered').waitFor();
  await demo.get('api-key').fill('wrong');
  await demo.get('sign-in-by-key').click();
  await demo.reaches('failed');
  expect(await demo.get('sign-in-problem').textContent()).toContain('did not accept the API key');
  await demo.shoot('ask-refused');
  await demo.page.getByLabel('Signature').check();
  await demo.reaches('connected');
  expect(demo.server.connectionCount).toBe(1);
});

it('says of questions that are too many what to do, and answers them when they are asked again', async () => {
  demo = await open('ask');
  await demo.reaches('connected');
  await demo.get('ask-many').click();
  const busy = demo.page.locator('[data-testid=ask-problem][data-code=busy]');
  await busy.first().waitFor();
  expect(await busy.first().getByTestId('remedy').textContent()).toContain('Let some of the questions');
  await demo.shoot('ask-busy');
  const answered = demo.page.locator('[data-testid=ask-card][data-status=answered]');
  await answered.nth(63).waitFor();
  await demo.page.getByTestId('ask-again').first().click();
  await answered.nth(64).waitFor();
});

it('shows the limit of the server with the time to wait', async () => {
  demo = await open('ask', {}, { rateLimit: { perSecond: 0.2, burst: 2 } });
  await demo.reaches('connected');
  await ask('What is 1 + 1?');
  await card('1 + 1', 'answered').waitFor();
  await ask('What is 2 + 2?');
  const problem = demo.page.locator('[data-testid=ask-problem][data-code=rate_limited]');
  await problem.waitFor();
  expect(await problem.getByTestId('remedy').textContent()).toMatch(
    /^Wait a moment, then ask again \(in \d s\)/,
  );
});

it('says of a question that the cut caught what became of it, and keeps for the next connection what was asked meanwhile', async () => {
  demo = await open('ask');
  await demo.reaches('connected');
  await ask('What happens when the line is cut?');
  await until(() => demo.server.received.count('ask') === 1, 'the question to arrive');
  demo.server.faults.cut({ system: 'nexus' });
  const problem = card('line is cut', 'failed').getByTestId('ask-problem');
  await problem.waitFor();
  expect(await problem.getAttribute('data-code')).toBe('CONNECTION_LOST');
  await ask('What is 6 * 7?');
  expect(await card('6 * 7', 'waiting').count()).toBe(1);
  await demo.shoot('ask-cut');
  await card('6 * 7', 'answered').waitFor();
  await demo.get('ask-again').click();
  await card('line is cut', 'answered').waitFor();
  expect(demo.server.received.count('ask')).toBe(3);
  expect(demo.server.connectionCount).toBe(1);
});

it('fits a phone, light and dark, without scrolling sideways', async () => {
  demo = await open('ask', { viewport: { width: 320, height: 640 }, colorScheme: 'dark' });
  await demo.reaches('connected');
  await ask('What is 5 * 5?');
  await card('5 * 5', 'answered').waitFor();
  await demo.shoot('ask-phone-dark');
  expect(await demo.overflow()).toBe(0);
});
