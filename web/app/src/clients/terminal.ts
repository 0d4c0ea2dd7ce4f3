import { createChatClient } from 'chatwire';
import { bearer } from './bearer.ts';
import { addressOf } from './clientName.ts';
import { heartbeat, reconnect } from './reconnect.ts';

export const terminalClient = createChatClient({
  url: addressOf('/dashboard/ws', 'terminal'),
  profile: 'dashboard',
  protocols: 'dashboard.chatwire',
  auth: { subprotocol: (request) => bearer('operator', request) },
  reconnect,
  heartbeat,
});
