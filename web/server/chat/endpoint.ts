import { isId, readFrames } from '../frames.js';
import { startKeepAlive } from '../keep-alive.js';
import { RecentMap } from '../recent-map.js';
import type { Conversation } from '../responder/conversation.js';
import type { SystemServices } from '../system-services.js';
import type { Endpoint } from '../ws-routes.js';
import { ChatClient } from './client.js';
import { checkMessage, type ClientMessage } from './messages.js';

/** The `chat` system: untyped messages, and answers piece by piece. */
export function chatEndpoint(services: SystemServices, maxConversations: number): Endpoint {
  const conversations = new RecentMap<Conversation>(maxConversations);
  return (connection) => {
    const { limits, ledger, pingInterval } = services;
    const client = new ChatClient(connection, services, conversations);
    readFrames<ClientMessage>(connection, limits.rateLimit, ledger, {
      check: (fields) => checkMessage(fields, limits.maxMessageLength),
      refuse: ({ code, text, retryAfter }, { conversation_id }) =>
        client.complain(isId(conversation_id) ? conversation_id : undefined, {
          message: text,
          code,
          ...(retryAfter !== undefined && { retry_after: retryAfter }),
        }),
      receive: (message) => client.receive(message),
    });
    startKeepAlive(connection, pingInterval);
  };
}
