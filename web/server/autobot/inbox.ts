import type { Connection } from '../connections.js';
import { isId, isObject, readFrames, type FrameLimits } from '../frames.js';
import type { Ledger } from '../ledger.js';
import { errorMessage, type ClientMessage } from './messages.js';
import { parseFrame } from './parse-frame.js';

/** Reads a connection's frames; a bad one gets an `error` message (S4.26), which names the message where that could be read. */
export function readMessages(
  connection: Connection,
  { maxMessageLength, rateLimit }: FrameLimits,
  ledger: Ledger,
  receive: (message: ClientMessage) => void,
): void {
  readFrames<ClientMessage>(connection, rateLimit, ledger, {
    check: (fields) => parseFrame(fields, maxMessageLength),
    refuse: ({ code, text }, { payload }) => {
      const message_id = isObject(payload) && isId(payload['message_id']) ? payload['message_id'] : undefined;
      const severity = code === 'rate_limited' ? 'medium' : 'low';
      connection.sendJson(
        errorMessage(code.toUpperCase(), text, severity, message_id === undefined ? {} : { message_id }),
      );
    },
    receive,
  });
}
