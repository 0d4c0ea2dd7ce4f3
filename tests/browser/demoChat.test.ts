import { expect, it } from 'vitest';
import { demoTests, type DemoPage } from '../support/demoPage.ts';

const open = demoTests();
let demo: DemoPage;

it('answers a sum by a tool, shows the call, and goes on with the conversation', async () => {
  demo = await open('chat');
  await demo.reaches('connected');
  await demo.say('What is 12 * 12?');
  await demo.hasAnswered(1);
  await demo.page.locator('.chatwire-chat-tool', { hasText: 'calculator' }).waitFor();
  expect((await demo.messages('assistant'))[0]?.text).toContain('144');
  await demo.say('What did I ask before?');
  await demo.hasAnswered(2);
  expect((await demo.messages('assistant'))[1]?.text).toContain('12 * 12');
  await demo.shoot('chat-tool');
});

it('says of an answer that the cut ended that it did not come, and asks again when told to', async () => {
  demo = await open('chat');
  await demo.reaches('connected');
  await demo.say('What does Chatwire do when the line drops?');
  await demo.messagesOf('assistant', 'streaming').waitFor();
  demo.server.faults.cut();
  await demo.messagesOf('assistant', 'failed').waitFor();
  await demo.shoot('chat-cut');
  await demo.reaches('connected');
  await demo.page.getByRole('button', { name: /again/i }).click();
  await demo.messagesOf('assistant', 'done').waitFor();
  expect(await demo.messages('assistant')).toHaveLength(1);
});

it('sends after a restart of the server what was written meanwhile', async () => {
  demo = await open('chat');
  await demo.reaches('connected');
  const back = demo.server.faults.restart(1500);
  await demo.reaches('reconnecting');
  await demo.say('What is 7 * 8?');
  expect((await demo.messages('user'))[0]?.status).toBe('queued');
  await back;
  // A server that says it restarts is given time; the visitor need not wait.
  await demo.page.getByRole('button', { name: 'Retry now' }).click();
  await demo.hasAnswered(1);
  expect((await demo.messages('assistant'))[0]?.text).toContain('56');
});

it('keeps the conversation over a reload of the page', async () => {
  demo = await open('chat');
  await demo.say('What is 7 * 8?');
  await demo.hasAnswered(1);
  await demo.page.reload();
  await demo.hasAnswered(1);
  expect((await demo.messages('assistant'))[0]?.text).toContain('56');
});
