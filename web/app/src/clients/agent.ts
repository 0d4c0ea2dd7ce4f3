import { createChatClient, uuid } from 'chatwire';
import { addressOf } from './clientName.ts';
import { heartbeat, reconnect } from './reconnect.ts';

/** The chat of this browser tab: by it the server knows us again on another connection, and after a reload. */
export const agentChatId = remembered('chatwire-demo-chat');

/** `chat_id` in the address lets every new connection join the chat at once, and the server goes on with what the last one missed. */
export const agentClient = createChatClient({
  url: addressOf('/autobot/ws', 'agent', { chat_id: agentChatId }),
  profile: 'autobot',
  reconnect,
  heartbeat,
});

function remembered(key: string): string {
  const known = sessionStorage.getItem(key);
  if (known) return known;
  const id = uuid();
  sessionStorage.setItem(key, id);
  return id;
}
