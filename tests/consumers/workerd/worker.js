import { createChatClient } from 'chatwire';

/** GET /?server=ws://...&thread=...: asks, and answers with what came. */
async function ask(server, thread) {
  const client = createChatClient({ url: server, profile: 'autobot', thread });
  try {
    const answer = new Promise((resolve) => client.on('answer', resolve));
    await client.connect();
    client.sendMessage('What is 6 * 7?');
    const { payload } = await answer;
    return { answer: payload.response, thread: client.stats().thread };
  } finally {
    client.destroy();
  }
}

export default {
  async fetch(request) {
    const { searchParams } = new URL(request.url);
    try {
      return Response.json(await ask(searchParams.get('server'), searchParams.get('thread')));
    } catch (error) {
      return Response.json({ answer: String(error) });
    }
  },
};
