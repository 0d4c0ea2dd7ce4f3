import { check } from '../client/check.ts';
import type { ChatClient } from '../client/client.ts';
import { toFrame } from '../client/encode.ts';

/**
 * For `new MessageBatcher(sendBatchTo(client))`: sends each message of a batch as a frame of its own (`frames`, the default,
 * which every server understands; G11), or all of them in one frame as a JSON array (`array`; C33). Nothing of a batch is
 * sent where one of its messages has no JSON.
 */
export function sendBatchTo(
  client: Pick<ChatClient, 'send'>,
  wire: 'frames' | 'array' = 'frames',
): (messages: readonly object[]) => void {
  check.oneOf('wire', wire, ['frames', 'array'], 'frames');
  return (messages) => {
    const frames = wire === 'array' ? [messages] : messages;
    // One alone is refused by send() itself.
    if (frames.length > 1) frames.forEach(toFrame);
    for (const frame of frames) client.send(frame);
  };
}
