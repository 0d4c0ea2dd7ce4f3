import type { Connection } from './connections.js';
import type { Ledger } from './ledger.js';
import { TokenBucket, type RateLimit } from './rate-limit.js';

/** What a client may send. */
export interface FrameLimits {
  /** Longest text of a chat message, in characters. */
  readonly maxMessageLength: number;
  /** `undefined`: no limit. */
  readonly rateLimit: RateLimit | undefined;
}

/** A JSON object of a client's: nothing is known about its fields. */
export type Fields = Readonly<Record<string, unknown>>;

/** What is wrong with a frame. Each system says it in its own form. */
export interface FrameProblem {
  readonly code:
    | 'bad_json'
    | 'not_an_object'
    | 'missing_type'
    | 'unknown_type'
    | 'bad_field'
    | 'message_too_long'
    | 'binary_frame'
    | 'rate_limited'
    | 'not_authenticated';
  /** What to do about it. */
  readonly text: string;
  /** With `rate_limited`: whole seconds until a message is taken again. */
  readonly retryAfter?: number;
}

/** A frame that was checked. */
export type Checked<Message> = { readonly message: Message } | { readonly problem: FrameProblem };

/** How a system reads its frames. */
export interface Dialect<Message extends { readonly type: string }> {
  /** Checks the fields of a frame. Never throws; copies only the fields it knows. */
  readonly check: (fields: Fields) => Checked<Message>;
  /** Says that a frame was not taken. `fields` is what it held, where that could be read. */
  readonly refuse: (problem: FrameProblem, fields: Fields) => void;
  readonly receive: (message: Message) => void;
}

/** Excess frames are many by nature; saying so once per second is enough. */
const COMPLAINT_PAUSE_MS = 1_000;
const MAX_ID_LENGTH = 128;

/** What an id may be, in words for a problem. */
export const ID_RULE = `1 to ${MAX_ID_LENGTH} characters`;

/**
 * Reads a connection's frames and hands checked messages on. A bad frame is refused and otherwise forgotten: one faulty
 * client version must not lose its connection over it.
 */
export function readFrames<Message extends { readonly type: string }>(
  connection: Connection,
  rateLimit: RateLimit | undefined,
  ledger: Ledger,
  dialect: Dialect<Message>,
): void {
  const { id: connectionId, path, socket } = connection;
  const bucket = rateLimit && new TokenBucket(rateLimit, performance.now());
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
      dialect.refuse(tooFast(bucket, rateLimit), {});
      return;
    }
    if (isBinary) {
      note('#binary');
      const explanation = 'Binary frames are not understood. Send JSON as text.';
      dialect.refuse({ code: 'binary_frame', text: explanation }, {});
      return;
    }
    const frame = parseObject(text);
    const checked = 'problem' in frame ? frame : dialect.check(frame.message);
    if ('problem' in checked) {
      note('#invalid');
      dialect.refuse(checked.problem, 'problem' in frame ? {} : frame.message);
      return;
    }
    note(checked.message.type);
    dialect.receive(checked.message);
  });
}

function tooFast(bucket: TokenBucket, { perSecond }: RateLimit): FrameProblem {
  return {
    code: 'rate_limited',
    text: `Messages were dropped: send at most ${perSecond} per second.`,
    retryAfter: Math.max(1, Math.ceil(bucket.wait() / 1000)),
  };
}

function parseObject(text: string): Checked<Fields> {
  let frame: unknown;
  try {
    frame = JSON.parse(text);
  } catch {
    return problem('bad_json', 'The frame is not JSON. Send one object such as {"type":"ping"} per frame.');
  }
  if (isObject(frame)) return { message: frame };
  return problem('not_an_object', 'The frame must be a JSON object, not a list or a plain value.');
}

export function problem(code: FrameProblem['code'], text: string): { readonly problem: FrameProblem } {
  return { problem: { code, text } };
}

export function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The type of a message: a non-empty string. */
export function isType(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** A chat, session or message id: any short string, so that clients may keep their own scheme. */
export function isId(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= MAX_ID_LENGTH;
}

export function isIdOrAbsent(value: unknown): value is string | null | undefined {
  return value === undefined || value === null || isId(value);
}

/** What is wrong with the text of a chat message, if anything. `name` is the field's, for the explanation. */
export function textProblem(
  name: string,
  value: unknown,
  maxLength: number,
): { readonly problem: FrameProblem } | undefined {
  if (typeof value !== 'string' || value.trim() === '')
    return problem('bad_field', `${name} must be a non-empty string.`);
  if (value.length <= maxLength) return undefined;
  return problem('message_too_long', `A message may have ${maxLength} characters. Send it in parts.`);
}

/** Clients choose the text, so it is cut and escaped before it goes into an error. */
export function quote(text: string): string {
  return JSON.stringify(text.slice(0, 40));
}
