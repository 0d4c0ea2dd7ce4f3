import { hints, type CoreRequest, type OutboxTerms } from '../core/handle.ts';
import type { LocalCoreOptions } from '../core/localCore.ts';
import type { Command } from '../core/relayedCore.ts';
import type { BufferLimits, Start, ToCore } from './port.ts';
import type { MessageKeys, PostedValidation } from './postedValidation.ts';

/**
 * What a page may post to the thread of its core (S15). Whatever else comes over the port is refused before anything is done:
 * a call into WebAssembly with a parameter of another kind would be the end of the core, and in a SharedWorker that of all
 * tabs. Says what is wrong, and nothing of the contents.
 */
export function faultOf(message: unknown): string | undefined {
  if (!Array.isArray(message)) return 'what was posted is no array';
  const [name, ...parameters] = message as unknown[];
  if (typeof name !== 'string' || !Object.hasOwn(posts, name)) return 'what was posted is no known command';
  const checks: readonly Check[] = posts[name as ToCore[0]];
  if (parameters.length > checks.length) return `'${name}' has too many parameters`;
  const wrong = checks.findIndex((isRight, index) => !isRight(parameters[index]));
  return wrong < 0 ? undefined : `'${name}' has a wrong parameter, number ${wrong + 1}`;
}

type Check = (value: unknown) => boolean;
/** A check for each of its members; the compiler sees to it that none is forgotten. */
type Shape<Value> = { readonly [Key in keyof Required<Value>]: Check };

const text: Check = (value) => typeof value === 'string';
const flag: Check = (value) => typeof value === 'boolean';
const number: Check = (value) => typeof value === 'number' && !Number.isNaN(value);
const bytes: Check = (value) => value instanceof Uint8Array;
const name: Check = (value) => typeof value === 'string' && value.length > 0 && value.length <= 255;
/** A lock as pages take one; asking for another name may throw. */
const lock: Check = (value) => typeof value === 'string' && value.startsWith('chatwire ');
const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
const either =
  (...checks: Check[]): Check =>
  (value) =>
    checks.some((check) => check(value));
const oneOf =
  (...allowed: unknown[]): Check =>
  (value) =>
    allowed.includes(value);
const list =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);
const object: Check = (value) => typeof value === 'object' && value !== null;
const shape =
  <Value>(members: Shape<Value>): Check =>
  (value) =>
    object(value) &&
    Object.entries<Check>(members).every(([key, check]) => check((value as Record<string, unknown>)[key]));
const texts: Check = (value) => object(value) && Object.values(value as object).every(text);

const terms = optional(shape<OutboxTerms>({ priority: oneOf(0, 1, 2), ttl: number }));
const request = shape<CoreRequest>({ number, text, answerId: text, timeout: number });

const options = shape<LocalCoreOptions>({
  url: text,
  protocols: text,
  requiresProtocol: flag,
  asksAddress: flag,
  asksBeforeRetry: flag,
  typeKey: text,
  payloadKey: text,
  idKey: text,
  emptyPayload: text,
  reconnect: flag,
  initialDelay: number,
  multiplier: number,
  maxDelay: number,
  jitter: number,
  maxAttempts: number,
  stableAfter: number,
  whileHidden: flag,
  alwaysRetry: flag,
  stopCodes: text,
  retryCodes: text,
  fixedRetryCodes: text,
  outboxMaxCount: number,
  outboxMaxBytes: number,
  outboxOverflow: number,
  highWaterMark: number,
  lowWaterMark: number,
  keepOnDisconnect: flag,
  rateCount: number,
  ratePer: number,
  connectOnSend: flag,
  historyMaxCount: number,
  historyMaxBytes: number,
  pingType: text,
  pongType: text,
  heartbeatInterval: number,
  heartbeatTimeout: number,
  heartbeatType: text,
  heartbeatAnswer: text,
  heartbeatStrict: flag,
  heartbeatIds: flag,
  authenticates: flag,
  authAcceptedType: text,
  authRejectedType: text,
  authChallengeType: text,
  authTimeout: number,
  connectTimeout: number,
  closeTimeout: number,
  maxMessageBytes: number,
  batches: oneOf(undefined, 'array', 'lines'),
  binaryJson: flag,
  dialPolicy: shape<LocalCoreOptions['dialPolicy']>({ onlySecure: flag, allowedHosts: optional(list(text)) }),
});

const keys = shape<MessageKeys>({ typeKey: text, payloadKey: text, idKey: text });

const start = shape<Start>({
  options,
  typeKey: text,
  lock: optional(lock),
  buffer: shape<BufferLimits>({ maxCount: number, maxBytes: number }),
  validation: optional(
    shape<PostedValidation>({ keys, sources: list(list(optional(either(text, flag, object)))) }),
  ),
});

/** By name, a check for each parameter. */
const posts: Readonly<Record<ToCore[0], readonly Check[]>> = {
  start: [start],
  taken: [],
  ask: [],
  leave: [],
  ...({
    connect: [number],
    disconnect: [number, text],
    send: [number, either(text, bytes), terms],
    cancel: [number],
    request: [request, terms],
    cancelRequest: [number],
    matched: [number],
    hint: [oneOf(...hints)],
    dial: [number, text, list(text), texts],
    authenticate: [number, text, text, number],
    withhold: [number, flag],
    renewCredentials: [],
    decideRetry: [number, optional(flag)],
    subscribe: [name, number],
    unsubscribe: [name],
    wantAll: [flag],
    clearHistory: [],
    tap: [flag],
  } satisfies Readonly<Record<Command[0], readonly Check[]>>),
};
