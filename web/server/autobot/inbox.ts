import type { Connection } from '../connections.js';
import type { Ledger } from '../ledger.js';
import { TokenBucket, type RateLimit } from '../rate-limit.js';
import { errorMessage, type ClientMessage } from './messages.js';
import { parseFrame } from './parse-frame.js';

/** What a client may send. */
export interface InboxLimits {
  readonly maxMessageLength: number;
  /** `undefined`: no limit. */
  readonly rateLimit: RateLimit | undefined;
}

/** Excess frames are many by nature; saying so once per second is enough. */
const COMPLAINT_PAUSE_MS = 1_000;

/**
 * Reads a connection's frames and hands checked messages on. A bad frame is answered by an `error` message and
 * otherwise forgotten: one faulty client version must not lose its connection over it.
 */
export function readMessages(
  connection: Connection,
  limits: InboxLimits,
  ledger: Ledger,
  onMessage: (message: ClientMessage) => void,
): void {
  const { id: connectionId, path, socket } = connection;
  const bucket = limits.rateLimit && new TokenBucket(limits.rateLimit, performance.now());
  let complainedAt = -Infinity;

  socket.on('message', (data: Buffer, isBinary) => {
    const now = performance.now();
    const text = isBinary ? '' : data.toString();
    const note = (type: string): void =>
      ledger.record({ path, connectionId, type, data: isBinary ? data : text });

    if (bucket && !bucket.take(now)) {
      note('#limited');
      if (now - complainedAt < COMPLAINT_PAUSE_MS) return;
      complainedAt = now;
      const rate = limits.rateLimit.perSecond;
      connection.sendJson(
        errorMessage('RATE_LIMITED', `Messages were dropped: send at most ${rate} per second.`, 'medium'),
      );
      return;
    }
    if (isBinary) {
      note('#binary');
      connection.sendJson(
        errorMessage('BINARY_FRAME', 'Binary frames are not understood. Send JSON as text.'),
      );
      return;
    }
    const parsed = parseFrame(text, limits.maxMessageLength);
    if ('problem' in parsed) {
      note('#invalid');
      const { code, text: explanation, about } = parsed.problem;
      connection.sendJson(errorMessage(code, explanation, 'low', about));
      return;
    }
    note(parsed.message.type);
    onMessage(parsed.message);
  });
}
