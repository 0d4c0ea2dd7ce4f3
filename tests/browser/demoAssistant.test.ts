import type { Locator } from 'playwright-core';
import { expect, it } from 'vitest';
import { demoTests, type DemoPage } from '../support/demoPage.ts';

const open = demoTests();
let demo: DemoPage;

const button = (name: string | RegExp): Locator => demo.page.getByRole('button', { name });
const sessions = (): Locator => demo.page.getByRole('navigation', { name: 'Sessions' });

async function signIn(page: DemoPage, user: string): Promise<void> {
  await page.page.getByLabel('Your name').fill(user);
  await page.page.getByRole('button', { name: 'Sign in' }).click();
  await page.reaches('connected');
}

it('connects when somebody signs in, and the keyboard is where one writes', async () => {
  demo = await open('assistant');
  expect(demo.server.connectionCount).toBe(0);
  await demo.shoot('assistant-sign-in');
  await signIn(demo, 'ann');
  await demo.page.keyboard.type('What is 3 * 4?');
  await demo.page.keyboard.press('Enter');
  await demo.hasAnswered(1);
  expect((await demo.messages('assistant'))[0]?.text).toContain('12');
  await demo.shoot('assistant-answered');
});

it('keeps several sessions apart: new, renamed, switched, deleted', async () => {
  demo = await open('assistant');
  await signIn(demo, 'ann');
  await demo.say('What is 3 * 4?');
  await demo.hasAnswered(1);
  await button('New session').click();
  await demo.say('What is 5 * 5?');
  await demo.hasAnswered(1);
  expect((await demo.messages('assistant')).map(({ text }) => text.includes('25'))).toEqual([true]);

  await sessions().getByRole('listitem').nth(1).hover();
  await button(/^Rename .*3/).click();
  await demo.page.keyboard.type('Twelve');
  await demo.page.keyboard.press('Enter');
  await sessions()
    .getByRole('button', { name: /^Twelve/ })
    .click();
  expect((await demo.messages('assistant'))[0]?.text).toContain('12');
  await demo.shoot('assistant-sessions');

  await button('Delete Twelve').click();
  await button('Keep').click();
  await button('Delete Twelve').click();
  await button(/^Delete$/).click();
  expect(await sessions().getByRole('listitem').count()).toBe(1);
  expect((await demo.messages('assistant'))[0]?.text).toContain('25');
});

it('shows the same messages in a second window of the same user, and none of them to another one', async () => {
  demo = await open('assistant');
  await signIn(demo, 'ann');
  const second = await demo.another('assistant');
  await signIn(second, 'ann');
  const stranger = await demo.another('assistant');
  await signIn(stranger, 'ben');
  await demo.say('What is 3 * 4?');
  await second.messagesOf('user').filter({ hasText: '3 * 4' }).waitFor();
  await second.messagesOf('assistant').filter({ hasText: '12' }).waitFor();
  await second.shoot('assistant-second-window');
  expect(await stranger.messagesOf('user').count()).toBe(0);
  expect([...second.complaints, ...stranger.complaints]).toEqual([]);
});

it('shows that the user types in another window, and for how long', async () => {
  demo = await open('assistant');
  await signIn(demo, 'ann');
  const second = await demo.another('assistant');
  await signIn(second, 'ann');
  await demo.say('What is 3 * 4?');
  await second.messagesOf('assistant').filter({ hasText: '12' }).waitFor();
  await demo.composer.pressSequentially('Hm');
  await second.page.locator('.chatwire-chat-typing').waitFor();
  await second.page.locator('.chatwire-chat-typing').waitFor({ state: 'detached' });
});

it('tells once that the line is lost and once that it is back, and delivers what was written meanwhile', async () => {
  demo = await open('assistant');
  await signIn(demo, 'ann');
  const back = demo.server.faults.stopFor(1000);
  await demo.page.locator('.chatwire-toast', { hasText: 'lost' }).waitFor();
  await demo.say('What is 6 * 7?');
  expect((await demo.messages('user'))[0]?.status).toBe('queued');
  await demo.shoot('assistant-down');
  await back;
  await demo.page.locator('.chatwire-toast', { hasText: 'again' }).waitFor();
  await demo.hasAnswered(1);
  expect((await demo.messages('assistant'))[0]?.text).toContain('42');
  expect(await demo.page.locator('.chatwire-toast').count()).toBe(2);
});

it('says that the browser is offline, and goes on when it is back', async () => {
  demo = await open('assistant');
  await signIn(demo, 'ann');
  await demo.page.context().setOffline(true);
  await demo.page.locator('.chatwire-toast', { hasText: 'offline' }).waitFor();
  await demo.page.context().setOffline(false);
  await demo.page.locator('.chatwire-toast', { hasText: 'again' }).waitFor();
  await demo.say('What is 6 * 7?');
  await demo.hasAnswered(1);
});

it('fetches a new token when the old one has expired', async () => {
  demo = await open('assistant');
  await signIn(demo, 'ann');
  expect(demo.server.faults.expireTokens()).toBe(1);
  await demo.say('What is 6 * 7?');
  await demo.hasAnswered(1);
});

it('collects what the server announces behind the bell, unread until it was seen', async () => {
  demo = await open('assistant');
  await signIn(demo, 'ann');
  demo.server.notify({ title: 'Maintenance', message: 'Tonight at 22:00', level: 'warning' });
  await button(/Notifications.*1 unread/).click();
  await demo.page.getByRole('region', { name: 'Notifications' }).getByText('Tonight at 22:00').waitFor();
  await button('Let the server announce something').click();
  await demo.page.locator('.notification').nth(1).waitFor();
  await demo.shoot('assistant-notifications');
  await demo.page.keyboard.press('Escape');
  await button(/^Notifications$/).waitFor();
});

it('forgets at the sign-out what one user said, before another one signs in', async () => {
  demo = await open('assistant');
  await signIn(demo, 'ann');
  await demo.say('What is 3 * 4?');
  await demo.hasAnswered(1);
  await button('Sign out').click();
  await signIn(demo, 'ben');
  await demo.page.getByRole('heading', { name: 'Hello, ben' }).waitFor();
  expect(await demo.messagesOf('assistant').count()).toBe(0);
});

it('remembers over a reload who is signed in and what was said', async () => {
  demo = await open('assistant');
  await signIn(demo, 'ann');
  await demo.say('What is 3 * 4?');
  await demo.hasAnswered(1);
  await demo.page.reload();
  await demo.reaches('connected');
  expect((await demo.messages('assistant'))[0]?.text).toContain('12');
});

it('opens the sessions over the conversation on a phone, and closes them by Escape', async () => {
  demo = await open('assistant', { viewport: { width: 320, height: 640 } });
  await signIn(demo, 'ann');
  await demo.say('What is 3 * 4?');
  await demo.hasAnswered(1);
  await button('Sessions').click();
  await sessions().getByRole('listitem').waitFor();
  expect(await demo.overflow()).toBe(0);
  await demo.shoot('assistant-phone-sessions');
  await button('New session').focus();
  await demo.page.keyboard.press('Escape');
  await sessions().waitFor({ state: 'hidden' });
  expect(await button('Sessions').evaluate((element) => element === document.activeElement)).toBe(true);
});
