import { Message } from '../../js-glue/client/message.ts';
import { Reading } from '../../js-glue/client/reading.ts';

export const keys = { typeKey: 'type', payloadKey: 'payload', idKey: 'id' };

interface Origin {
  reading?: Reading;
  /** The type that it was routed by. */
  type?: string;
  sequence?: number;
  receivedAt?: number;
}

/** A reading that nobody hears of. */
export const silentReading = (): Reading => new Reading(keys, () => {});

/** A message as if it had been received: from a text, or from what a text says. */
export function messageOf(frame: unknown, origin: Origin = {}): Message {
  const { reading = silentReading(), type, sequence = 0, receivedAt = 0 } = origin;
  const text = typeof frame === 'string' ? frame : JSON.stringify(frame);
  return new Message(text, type, reading, sequence, receivedAt);
}
