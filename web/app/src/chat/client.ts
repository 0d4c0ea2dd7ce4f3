import { createChatClient, type ChatClient } from 'chatwire';

/**
 * The client of this page. `chat_id` in the address lets every new connection join the chat at once, and the server goes on
 * with the answer that the last one missed.
 */
export function createClient(chatId: string): ChatClient {
  const url = import.meta.env.VITE_WS_URL ?? '/ws';
  return createChatClient({
    url: `${url}${url.includes('?') ? '&' : '?'}chat_id=${encodeURIComponent(chatId)}`,
    profile: 'autobot',
    // Quick enough to watch, slow enough to type into the gap.
    reconnect: { maxAttempts: Infinity, initialDelay: 3000, multiplier: 1.5, maxDelay: 8000, jitter: 0.25 },
  });
}
