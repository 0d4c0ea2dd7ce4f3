import { ChatwireError, type ChatClient } from 'chatwire';
import type { ErrorLogger } from './options.ts';

/** Tells `logger` of each error of a client, by its code and without contents (S2.68, W80). */
export function logErrors(client: ChatClient, logger: ErrorLogger): void {
  client.on('error', (error) => logger.error('WebSocket error:', error));
  client.on('invalid', ({ path, reason }) => {
    const detail = `A message ${path && `(${path}) `}${reason}`;
    logger.error('WebSocket error:', new ChatwireError('INVALID_MESSAGE', { detail }));
  });
}
