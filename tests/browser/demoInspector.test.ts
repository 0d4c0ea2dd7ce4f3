import type { Locator } from 'playwright-core';
import { expect, it } from 'vitest';
import { demoTests, type DemoPage } from '../support/demoPage.ts';
import { until } from '../support/until.ts';

const open = demoTests();
let demo: DemoPage;

/** The inspector, looking at the connection of this tab, which is open. */
async function inspect(title: string): Promise<void> {
  demo = await open(title.toLowerCase());
  await demo.reaches('connected');
  await demo.tab('Inspector').click();
  await choice(title).waitFor();
  expect(await choice(title).getByRole('radio').isChecked()).toBe(true);
}

function choice(title: string): Locator {
  return demo.page.getByTestId(`connection-${title}`);
}

async function press(fault: string): Promise<void> {
  await demo.page.locator(`[data-testid=fault-${fault}]:visible`).click();
}

/** Waits until the page has said in a sentence what happened. */
async function says(words: string): Promise<void> {
  await demo.get('fault-outcome').getByText(words).waitFor();
}

/** Asks in the tab Ask and comes back; the question may have to wait. */
async function askElsewhere(question: string): Promise<void> {
  await demo.tab('Ask').click();
  await demo.get('question').fill(question);
  await demo.get('ask').click();
  await demo.tab('Inspector').click();
}

/** Waits in the tab Ask for the answer to this question. */
async function isAnswered(question: string): Promise<void> {
  await demo.tab('Ask').click();
  await demo.page
    .locator('[data-testid=ask-card][data-status=answered]:visible', { hasText: question })
    .waitFor();
}

/** Waits until the connection of this tab was usable so often. */
async function connects(title: string, count: number): Promise<void> {
  await demo.page.locator(`[data-testid=connection-${title}][data-connects="${count}"]`).waitFor();
}

const opened = () => demo.server.received.count('auth');

it('shows every connection of the page, and the one that was in use', async () => {
  await inspect('Ask');
  expect(await demo.page.locator('.connection-choice').count()).toBe(6);
  await choice('Chat').click();
  await demo.reaches('idle');
  await press('connect');
  await demo.reaches('connected');
  expect(demo.server.connectionCount).toBe(2);
});

it('shows the frames of the connection from its first one on, and what the server and the page said (W90)', async () => {
  await inspect('Ask');
  const frames = demo.page.locator('.chatwire-inspector-table tbody tr');
  await frames.filter({ hasText: 'auth_challenge' }).waitFor();
  await frames.filter({ hasText: 'signature' }).waitFor();
  await askElsewhere('What is 6 * 6?');
  await isAnswered('6 * 6');
  await demo.tab('Inspector').click();
  await frames.filter({ hasText: '"answer"' }).waitFor();
  await demo.shoot('inspector');
});

it('cut: reconnects by itself, and what was asked meanwhile is answered over one connection', async () => {
  await inspect('Ask');
  await press('cut');
  await says('cut without a close frame');
  await demo.reaches('reconnecting');
  await demo.shoot('inspector-cut');
  await askElsewhere('What is 6 * 7?');
  await demo.reaches('connected');
  await isAnswered('6 * 7');
  expect([demo.server.connectionCount, opened(), demo.server.received.count('ask')]).toEqual([1, 2, 1]);
});

it('cut: reaches the connection that is looked at, and no other', async () => {
  await inspect('Ask');
  await demo.tab('Chat').click();
  await demo.reaches('connected');
  await demo.tab('Inspector').click();
  await press('cut');
  await says('cut without a close frame');
  await demo.page.locator('[data-testid=connection-Ask][data-state=reconnecting]').waitFor();
  expect(await choice('Chat').getAttribute('data-state')).toBe('connected');
});

it('half-open: a ping goes unanswered, and the client dials anew', async () => {
  await inspect('Terminal');
  await press('half-open');
  await says('neither reads nor answers');
  await demo.reaches('reconnecting');
  await demo.reaches('connected');
  await connects('Terminal', 2);
});

it('half-open: says where nobody can notice it', async () => {
  await inspect('Chat');
  await press('half-open');
  await says('This system has no ping');
  expect(await choice('Chat').getAttribute('data-state')).toBe('connected');
});

it('slow: delays every frame until it is taken back, and nothing is taken for dead', async () => {
  await inspect('Ask');
  await press('slow');
  await says('800 ms late');
  expect(await demo.get('fault-slow').getAttribute('aria-pressed')).toBe('true');
  const askedAt = Date.now();
  await askElsewhere('What is 2 * 8?');
  await isAnswered('2 * 8');
  expect(Date.now() - askedAt).toBeGreaterThanOrEqual(790);
  await demo.tab('Inspector').click();
  await press('slow');
  await says('quick again');
  expect([demo.server.connectionCount, opened()]).toEqual([1, 1]);
});

it('flood: 2,000 messages are received and drawn in a few frames', async () => {
  await inspect('Ask');
  await press('flood');
  await says('2,000 messages');
  const flood = demo.page.locator('[data-testid=flood][data-received="2000"]');
  await flood.waitFor();
  await demo.shoot('inspector-flood');
  const drawn = Number(await flood.getAttribute('data-drawn'));
  expect(drawn).toBeGreaterThan(0);
  expect(drawn).toBeLessThan(500);
  await askElsewhere('What is 3 * 3?');
  await isAnswered('3 * 3');
});

it.each(['Chat', 'Terminal', 'Agent'])('flood: is counted in the frames of %s too', async (title) => {
  await inspect(title);
  await press('flood');
  await demo.page.locator('[data-testid=flood][data-received="2000"]').waitFor();
});

it('expire: asks for a fresh token and is back, leaves others alone, and has no such button where there are none', async () => {
  await inspect('Terminal');
  const other = await demo.another('terminal');
  await other.reaches('connected');
  await press('expire');
  await says('closed it with 4401');
  await connects('Terminal', 2);
  await demo.reaches('connected');
  expect(demo.server.connectionCount).toBe(2);
  await other.tab('Inspector').click();
  expect(await other.get('connection-Terminal').getAttribute('data-connects')).toBe('1');
  await choice('Chat').click();
  expect(await demo.get('fault-expire').isDisabled()).toBe(true);
});

it('restart: waits a while as the server asks, and dials at once when told to', async () => {
  await inspect('Ask');
  await press('restart');
  await says('1012');
  await demo.reaches('reconnecting');
  await askElsewhere('What is 9 * 9?');
  await until(
    () =>
      fetch(`${demo.server.url}/health`).then(
        ({ ok }) => ok,
        () => false,
      ),
    'the server to be back',
  );
  await demo.page.locator('.chatwire-status button:visible').click();
  await demo.reaches('connected');
  await isAnswered('9 * 9');
  expect([demo.server.connectionCount, demo.server.received.count('ask')]).toEqual([1, 1]);
});

it('stop: is refused until the server is back, and then loses nothing', async () => {
  await inspect('Ask');
  await demo.get('stop-seconds').selectOption('3');
  await press('stop');
  await says('gone for 3 s');
  await demo.reaches('reconnecting');
  for (const question of ['What is 1 + 1?', 'What is 2 + 2?']) await askElsewhere(question);
  await demo.reaches('connected');
  await isAnswered('1 + 1');
  await isAnswered('2 + 2');
  expect([demo.server.connectionCount, demo.server.received.count('ask')]).toEqual([1, 2]);
});

it('disconnect: stays away, and comes back when told to', async () => {
  await inspect('Ask');
  await press('disconnect');
  await demo.reaches('closed');
  await until(() => demo.server.connectionCount === 0, 'the socket to close');
  await demo.page.waitForTimeout(1000);
  expect(demo.server.connectionCount).toBe(0);
  await press('connect');
  await demo.reaches('connected');
  expect(demo.server.connectionCount).toBe(1);
});

it('offline: keeps a line that answers, and dials at once when the network is said to be back', async () => {
  await inspect('Terminal');
  await press('offline');
  await choice('Terminal').getByText('connected, offline').waitFor();
  await until(() => demo.server.received.count('ping') > 0, 'the line to be asked');
  await demo.reaches('connected');
  expect(demo.server.connectionCount).toBe(1);
  await demo.server.faults.stopListening();
  await demo.reaches('reconnecting');
  await demo.server.faults.listenAgain();
  await press('offline');
  await says('network is back');
  await demo.page.locator('.chatwire-status[data-state=connected]:visible').waitFor({ timeout: 1500 });
});

it('says so when the server cannot be reached', async () => {
  await inspect('Ask');
  await demo.server.faults.stopListening();
  await press('cut');
  await says('The server cannot be reached.');
  await demo.server.faults.listenAgain();
});

it('fits a phone, light and dark, without scrolling sideways', async () => {
  demo = await open('ask', { viewport: { width: 320, height: 640 }, colorScheme: 'dark' });
  await demo.reaches('connected');
  await demo.tab('Inspector').click();
  await press('cut');
  await says('cut without a close frame');
  await demo.shoot('inspector-phone-dark');
  expect(await demo.overflow()).toBe(0);
});
