import { createChatClient } from 'chatwire';
import { reconnect } from './reconnect.ts';

export const chatClient = createChatClient({ url: '/chat/ws', profile: 'chat', reconnect });
