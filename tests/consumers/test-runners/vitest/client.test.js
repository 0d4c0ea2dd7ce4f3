import { createChatClient } from 'chatwire';
import { expect, it } from 'vitest';

it('answers', async () => {
  const client = createChatClient({ url: process.env.SERVER, profile: 'autobot' });
  const answered = new Promise((resolve) => client.on('answer', resolve));
  client.sendMessage('What is 6 * 7?');
  await client.connect();
  const { payload } = await answered;
  expect(payload.response).toContain('42');
  client.destroy();
});
