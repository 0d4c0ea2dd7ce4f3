import { createChatClient } from 'chatwire';
import { expect, it } from 'vitest';

it.each(['main', 'worker'])('answers, with thread: %s', async (thread) => {
  const client = createChatClient({ url: process.env.SERVER, profile: 'autobot', thread });
  const answered = new Promise((resolve) => client.on('answer', resolve));
  client.sendMessage('What is 6 * 7?');
  await client.connect();
  const { payload } = await answered;
  expect(payload.response).toContain('42');
  // These platforms have no Worker.
  expect(client.stats().thread).toBe('main');
  client.destroy();
});
