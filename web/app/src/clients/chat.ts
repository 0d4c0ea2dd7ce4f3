import { createChatClient } from 'chatwire';
import { addressOf } from './clientName.ts';
import { reconnect } from './reconnect.ts';

export const chatClient = createChatClient({
  url: addressOf('/chat/ws', 'chat'),
  profile: 'chat',
  reconnect,
});
