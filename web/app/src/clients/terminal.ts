import { createChatClient } from 'chatwire';
import { bearer } from './bearer.ts';
import { reconnect } from './reconnect.ts';

export const terminalClient = createChatClient({
  url: '/dashboard/ws',
  profile: 'dashboard',
  protocols: 'dashboard.chatwire',
  auth: { subprotocol: (request) => bearer('operator', request) },
  reconnect,
});
