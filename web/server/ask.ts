import type { Ledger } from './ledger.js';
import type { Endpoint } from './ws-routes.js';

const MAX_DELAY_MS = 60_000;
const MAX_TIMES = 10;
/** Answers held back for one connection. Those over it are not given. */
const MAX_HELD_BACK = 1_000;

interface Request {
  readonly type: string;
  readonly id: unknown;
  readonly payload: unknown;
  /** How long the answer is held back. */
  readonly delay: number;
  /** How often it is given. */
  readonly times: number;
}

/**
 * `/ws-ask`: a message `{type, id, payload}` is answered by `{"type":"answer","id":…,"payload":…}`, with the same id, if there
 * is one, and the same payload. `payload.delay` holds the answer back for so many milliseconds, and `payload.times` gives it so
 * often, 0 for never: so a client can be shown answers that come in the wrong order, late, twice or not at all.
 */
export function askEndpoint(ledger: Ledger): Endpoint {
  return (connection) => {
    const { id: connectionId, path, socket } = connection;
    const heldBack = new Set<NodeJS.Timeout>();
    socket.on('message', (data: Buffer, isBinary) => {
      const text = data.toString();
      const request = isBinary ? undefined : readRequest(text);
      const type = request?.type ?? (isBinary ? '#binary' : '#invalid');
      ledger.record({ path, connectionId, type, data: isBinary ? data : text });
      if (!request) return;
      const { id, payload, delay, times } = request;
      const answer = () => {
        for (let time = 0; time < times; time++) connection.sendJson({ type: 'answer', id, payload });
      };
      if (delay === 0) return answer();
      if (heldBack.size >= MAX_HELD_BACK) return;
      const timer = setTimeout(() => {
        heldBack.delete(timer);
        answer();
      }, delay);
      heldBack.add(timer);
    });
    socket.once('close', () => heldBack.forEach((timer) => clearTimeout(timer)));
  };
}

/** Nothing where it is no message. */
function readRequest(text: string): Request | undefined {
  const frame = objectIn(text);
  if (typeof frame?.type !== 'string') return undefined;
  const { type, id, payload } = frame;
  const wishes = typeof payload === 'object' && payload !== null ? (payload as Record<string, unknown>) : {};
  return {
    type,
    id,
    payload,
    delay: within(MAX_DELAY_MS, wishes.delay, 0),
    times: within(MAX_TIMES, wishes.times, 1),
  };
}

function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    return Object(JSON.parse(text)) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

function within(max: number, wish: unknown, fallback: number): number {
  return typeof wish === 'number' ? Math.min(max, Math.max(0, wish)) : fallback;
}
