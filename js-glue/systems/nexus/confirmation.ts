import { ChatwireError, type ChatClient, type NexusMessages, type Receipt } from 'chatwire';
import { messageOf, type WebSocketMessage } from './messages.ts';

/** How far a message is that is to be confirmed (S3.58). */
export type DeliveryStatus = 'pending' | 'sent' | 'delivered' | 'failed';

/** How long a confirmation is waited for, and who hears where it stands. */
export interface ConfirmOptions {
  confirm: true;
  /** How long to wait for the confirmation, in milliseconds, the wait for a connection included. Default: `responseTimeout`. */
  timeout?: number | undefined;
  /** Called whenever the status changes. */
  onStatus?: ((status: DeliveryStatus) => void) | undefined;
}

/** Resolves with the message of the server that has the same id; `status` tells how far it is. May be ignored. */
export interface Delivery extends Promise<WebSocketMessage> {
  readonly status: DeliveryStatus;
}

/**
 * Waits for the confirmation of a message that has been given to the client.
 *
 * Rejects with a `ChatwireError`: `REQUEST_TIMEOUT`, `CONNECTION_LOST` where the link ended on which it was sent, or why it
 * was dropped.
 */
export function confirmation(
  client: ChatClient<NexusMessages>,
  id: string,
  receipt: Receipt,
  { timeout = 30_000, onStatus }: Omit<ConfirmOptions, 'confirm'>,
): Delivery {
  let status: DeliveryStatus = 'pending';
  const change = (next: DeliveryStatus) => {
    status = next;
    onStatus?.(next);
  };
  const ends: (() => void)[] = [];
  const delivery = new Promise<WebSocketMessage>((resolve, reject) => {
    const fail = (error: ChatwireError) => {
      if (end()) change('failed');
      reject(error);
    };
    const end = () => {
      const isFirst = ends.length > 0;
      for (const each of ends.splice(0)) each();
      return isFirst;
    };
    const timer = setTimeout(() => fail(noAnswer('REQUEST_TIMEOUT')), timeout);
    ends.push(
      () => clearTimeout(timer),
      client.subscribe('*', (message) => {
        // Nobody can confirm what was not sent.
        if (receipt.status !== 'sent' || message.id !== id) return;
        resolve(messageOf(message, id));
        if (end()) change('delivered');
      }),
      client.on('close', () => {
        if (receipt.status === 'sent') fail(noAnswer('CONNECTION_LOST'));
      }),
    );
    receipt.delivered.then(() => status === 'pending' && change('sent'), fail);
  });
  delivery.catch(() => {});
  return Object.defineProperty(delivery, 'status', { get: () => status }) as Delivery;
}

function noAnswer(code: 'REQUEST_TIMEOUT' | 'CONNECTION_LOST'): ChatwireError {
  return new ChatwireError(code, { detail: 'The message was not confirmed' });
}
