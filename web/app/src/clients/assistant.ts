import { createChatClient } from 'chatwire';
import { bearer } from './bearer.ts';
import { addressOf } from './clientName.ts';
import { reconnect } from './reconnect.ts';

let user = '';

/** Whose token the client shows from its next dial on. */
export function setAssistantUser(name: string): void {
  user = name;
}

export const assistantClient = createChatClient({
  url: addressOf('/wazuh/ws', 'assistant'),
  profile: 'wazuh',
  protocols: 'wazuh.chatwire',
  auth: { subprotocol: (request) => bearer(user, request) },
  reconnect,
});
