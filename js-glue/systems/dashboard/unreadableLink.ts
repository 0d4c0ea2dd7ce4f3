import { dashboard, type ChatClient } from 'chatwire';

const { initialDelay, multiplier, maxDelay, maxAttempts } = dashboard.reconnect;

/**
 * Leaves a link on which `limit` texts in a row were no messages, and dials again: with the gaps and the limit of the system,
 * counted anew from the first message that is one (S2.69, C7). What is queued at that moment is handed back.
 *
 * @param isWanted Asked before it dials: the application may have disconnected meanwhile.
 */
export function leaveUnreadableLinks(client: ChatClient, limit: number, isWanted: () => boolean): void {
  let inARow = 0;
  let attempts = 0;
  client.subscribe('*', ({ isValid }) => {
    if (isValid) inARow = attempts = 0;
  });
  client.on('invalid', () => {
    if (++inARow < limit || client.state !== 'connected') return;
    inARow = 0;
    client.disconnect(4000, 'Unreadable messages');
    if (attempts >= maxAttempts) return;
    const delay = Math.min(maxDelay, initialDelay * multiplier ** attempts++);
    setTimeout(() => {
      if (client.state === 'closed' && isWanted()) void client.connect();
    }, delay);
  });
}
