import { checkAuth } from '../auth/checkAuth.ts';
import type { AuthOptions, Provided } from '../auth/options.ts';
import type { CoreOptions } from '../core/coreOptions.ts';
import type { DialPolicy } from '../core/dialable.ts';
import type { LocalCoreOptions } from '../core/localCore.ts';
import { normalTerms, type OutboxTerms } from '../core/handle.ts';
import type { WebSocketConstructor } from '../core/socketAdapter.ts';
import type { BatchForm } from '../core/unpack.ts';
import type { CloseCodeAction, Profile } from '../profiles/profile.ts';
import { profiles, type ProfileName } from '../profiles/profiles.ts';
import type { BufferLimits } from '../thread/port.ts';
import type { StandardSchema } from '../validation/standardSchema.ts';
import { check, type Range } from './check.ts';
import { OptionGroup } from './optionGroup.ts';
import { watchPage } from './pageHints.ts';
import type { Validation } from './reading.ts';
import type {
  BufferOptions,
  ChatClientOptions,
  CloseDetails,
  HeartbeatOptions,
  HistoryOptions,
  OutboxOptions,
  RateLimitOptions,
  ReconnectOptions,
  ThreadOptions,
} from './options.ts';

const MiB = 1024 * 1024;
/** The longest delay of a JavaScript timer; a longer one fires at once (B32). */
const MAX_TIMER = 2 ** 31 - 1;
const time = { min: 0, max: MAX_TIMER };
const positiveTime = { ...time, min: 1 };
const count = { min: 0, max: Infinity };

const known = [
  ...([
    'url',
    'allowInsecure',
    'allowedHosts',
    'protocols',
    'requireProtocol',
    'shouldReconnect',
    'profile',
    'reconnect',
    'closeCodes',
    'closePolicy',
    'outbox',
    'rateLimit',
    'connectOnSend',
    'history',
  ] as const),
  ...([
    'heartbeat',
    'answerPing',
    'acceptBatches',
    'acceptBinaryJson',
    'validate',
    'schemas',
    'auth',
    'connectTimeout',
    'closeTimeout',
    'maxMessageBytes',
    'thread',
    'hints',
    'WebSocket',
  ] as const),
] satisfies readonly (keyof ChatClientOptions)[];

/** Where the core is to run. */
export interface ResolvedThread {
  type: ThreadOptions['type'];
  create: ThreadOptions['create'];
  identity: string | undefined;
  buffer: BufferLimits;
}

export interface ResolvedOptions {
  profile: Profile;
  core: LocalCoreOptions;
  url: Provided<string | URL>;
  protocols: string[];
  auth: AuthOptions;
  shouldReconnect: ((close: CloseDetails) => boolean | undefined) | undefined;
  /** Of messages that have none of their own. */
  terms: OutboxTerms;
  thread: ResolvedThread;
  validation: Validation;
  hints: NonNullable<ChatClientOptions['hints']>;
  WebSocket: WebSocketConstructor | undefined;
}

/**
 * What the core is to be made with: checked, and complete. `undefined` means "not given" (W15). Throws a `TypeError` that
 * names the option.
 */
export function resolveOptions(options: ChatClientOptions): ResolvedOptions {
  check.keys('options', options, known);
  const profile = findProfile(options.profile);
  const { auth = {}, shouldReconnect, hints = watchPage } = options;
  const url = options.url ?? (profile.url || undefined);
  if (options.WebSocket) check.function('WebSocket', options.WebSocket);
  if (options.auth) checkAuth(auth, options.WebSocket);
  if (!profile.typeKey) refuseOwnMessages(options, profile);
  if (shouldReconnect) check.function('shouldReconnect', shouldReconnect);
  check.function('hints', hints);
  const address = typeof url === 'function' ? url : check.url('url', url);
  const protocols = check.protocols('protocols', options.protocols);
  const outbox = new OptionGroup<OutboxOptions>('outbox', orNone(options.outbox));
  const ttl = outbox.number('ttl', Infinity, count);
  const closePolicy = check.oneOf(
    'closePolicy',
    options.closePolicy,
    ['table', 'always'],
    profile.closePolicy,
  );
  const answersPing = check.boolean('answerPing', options.answerPing, profile.answersPing);
  const codes = {
    ...closeCodes('profile.closeCodes', profile.closeCodes),
    ...closeCodes('closeCodes', options.closeCodes),
  };
  return {
    profile,
    url: address,
    protocols,
    auth,
    shouldReconnect,
    terms: ttl === Infinity ? normalTerms : { ...normalTerms, ttl },
    thread: threadOptions(options),
    validation: validationOptions(options),
    hints,
    WebSocket: options.WebSocket,
    core: {
      batches: batchForm(options.acceptBatches, profile),
      binaryJson: check.boolean('acceptBinaryJson', options.acceptBinaryJson, profile.acceptBinaryJson),
      dialPolicy: dialPolicy(options),
      url: typeof address === 'function' ? '' : String(address),
      protocols: protocols.join(','),
      requiresProtocol: check.boolean('requireProtocol', options.requireProtocol, true),
      asksAddress: typeof address === 'function' || Boolean(auth.query ?? auth.header ?? auth.subprotocol),
      asksBeforeRetry: shouldReconnect !== undefined,
      typeKey: profile.typeKey,
      payloadKey: profile.payloadKey,
      idKey: profile.idKey,
      emptyPayload: profile.emptyPayload,
      ...reconnectOptions(options.reconnect, profile),
      alwaysRetry: closePolicy === 'always',
      stopCodes: codesFor(codes, 'stop'),
      retryCodes: codesFor(codes, 'retry'),
      fixedRetryCodes: codesFor(codes, 'retry-fixed'),
      ...outboxOptions(outbox),
      ...rateLimitOptions(options.rateLimit),
      connectOnSend: check.boolean('connectOnSend', options.connectOnSend, profile.connectOnSend),
      ...historyOptions(options.history),
      ...heartbeatOptions(options.heartbeat, profile),
      pingType: answersPing ? profile.ping.type : '',
      pongType: profile.ping.answer,
      authenticates: Boolean(auth.firstFrame ?? auth.challenge),
      authAcceptedType: auth.accepted === null ? '' : check.name('auth.accepted', auth.accepted, 'auth_ok'),
      authRejectedType: check.name('auth.rejected', auth.rejected, 'auth_error'),
      authChallengeType: auth.challenge
        ? check.name('auth.challenge.type', auth.challenge.type, 'challenge')
        : '',
      authTimeout: check.number('auth.timeout', auth.timeout, 10_000, time),
      connectTimeout: check.number('connectTimeout', options.connectTimeout, 10_000, time),
      closeTimeout: check.number('closeTimeout', options.closeTimeout, 2000, time),
      maxMessageBytes: check.number('maxMessageBytes', options.maxMessageBytes, MiB, {
        min: 1,
        max: 128 * MiB,
      }),
    },
  };
}

/** A page is asked here: a Worker may have another address. */
function dialPolicy({ allowInsecure, allowedHosts }: ChatClientOptions): DialPolicy {
  const { location } = globalThis as { location?: { protocol: string } };
  const mayBeInsecure = check.boolean('allowInsecure', allowInsecure, false);
  return {
    onlySecure: location?.protocol === 'https:' && !mayBeInsecure,
    allowedHosts: allowedHosts && check.hosts('allowedHosts', allowedHosts),
  };
}

function batchForm(given: ChatClientOptions['acceptBatches'], profile: Profile): BatchForm | undefined {
  const name = given === undefined ? 'profile.acceptBatches' : 'acceptBatches';
  const form = given ?? profile.acceptBatches;
  return form === false ? undefined : check.oneOf<BatchForm>(name, form, ['array', 'lines'], 'array');
}

function validationOptions({ validate, schemas }: ChatClientOptions): Validation {
  const modes = ['off', 'envelope', 'payload'] as const;
  const mode = check.oneOf('validate', validate, modes, schemas ? 'payload' : 'off');
  if (mode === 'payload') check.object('schemas', schemas);
  const given = Object.entries(schemas ?? {});
  for (const [type, schema] of given) {
    check.name('schemas', type);
    const standard = (schema as Partial<StandardSchema> | null)?.['~standard'];
    check.function(`schemas.${type}['~standard'].validate`, standard?.validate);
  }
  return { isOn: mode !== 'off', schemas: new Map(mode === 'payload' ? given : []) };
}

function threadOptions({ thread: given = 'main', url, auth }: ChatClientOptions): ResolvedThread {
  const options: ThreadOptions = typeof given === 'object' ? given : { type: given };
  const group = new OptionGroup('thread', options);
  const create = group.get('create');
  const identity = group.get('identity');
  if (create) check.function('thread.create', create);
  if (identity !== undefined) check.text('thread.identity', identity);
  if (options.type === 'shared' && identity === undefined && hasFunctions({ url, auth })) {
    throw new TypeError(
      'chatwire: thread.identity must say who the user is, since url or auth is a function: tabs of others must not share the socket',
    );
  }
  const buffer = new OptionGroup<BufferOptions>('thread.buffer', group.get('buffer') ?? {});
  const thread = {
    type: check.oneOf('thread', group.get('type'), ['main', 'worker', 'shared'], 'main'),
    create,
    identity,
    buffer: {
      maxCount: buffer.number('maxCount', 100_000, count),
      maxBytes: buffer.number('maxBytes', 64 * MiB, count),
    },
  };
  group.end();
  buffer.end();
  return thread;
}

/** Whether there is a function in it, however deep: two of them cannot be compared. */
export function hasFunctions(value: unknown): boolean {
  if (typeof value === 'function') return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(hasFunctions);
}

function findProfile(profile: ChatClientOptions['profile']): Profile {
  if (typeof profile === 'object' && (profile as unknown) !== null) return checkProfile(profile);
  const names = Object.keys(profiles) as ProfileName[];
  return profiles[check.oneOf('profile', profile, names, 'base')];
}

/** Pings and credentials are messages of some type. */
function refuseOwnMessages({ auth, heartbeat }: ChatClientOptions, { name }: Profile): void {
  const option = heartbeat
    ? 'heartbeat'
    : auth?.firstFrame
      ? 'auth.firstFrame'
      : auth?.challenge && 'auth.challenge';
  if (option)
    throw new TypeError(
      `chatwire: ${option} needs message types, and the frames of profile '${name}' name none`,
    );
}

/** A profile of the application's own: its numbers are checked where they are used. */
function checkProfile(profile: Profile): Profile {
  for (const name of ['url', 'typeKey', 'payloadKey', 'idKey', 'timestampKey', 'emptyPayload'] as const)
    check.text(`profile.${name}`, profile[name]);
  if (profile.typeKey) {
    check.name('profile.payloadKey', profile.payloadKey);
    check.name('profile.idKey', profile.idKey);
  }
  check.boolean('profile.stampsId', profile.stampsId, false);
  if (profile.stampsId) check.name('profile.idKey', profile.idKey);
  if ((profile.textMessage as unknown) !== null) check.object('profile.textMessage', profile.textMessage);
  for (const name of ['states', 'events', 'errorTexts'] as const)
    check.object(`profile.${name}`, profile[name]);
  check.object('profile.ping', profile.ping);
  check.name('profile.ping.type', profile.ping.type);
  check.name('profile.ping.answer', profile.ping.answer);
  check.object('profile.reconnect', profile.reconnect);
  return profile;
}

type CoreOutboxOptions = Pick<
  CoreOptions,
  | 'outboxMaxCount'
  | 'outboxMaxBytes'
  | 'outboxOverflow'
  | 'highWaterMark'
  | 'lowWaterMark'
  | 'keepOnDisconnect'
>;

/** In the order of core::Overflow. */
const overflows = ['drop-oldest', 'drop-newest', 'reject'] as const;

function outboxOptions(outbox: OptionGroup<OutboxOptions>): CoreOutboxOptions {
  const highWaterMark = outbox.number('highWaterMark', MiB, count);
  const options = {
    outboxMaxCount: outbox.number('maxCount', 1000, count),
    outboxMaxBytes: outbox.number('maxBytes', 4 * MiB, count),
    outboxOverflow: overflows.indexOf(outbox.oneOf('overflow', overflows)),
    highWaterMark,
    lowWaterMark: outbox.number('lowWaterMark', highWaterMark / 2, { min: 0, max: highWaterMark }),
    keepOnDisconnect: outbox.boolean('keepOnDisconnect', false),
  };
  outbox.end();
  return options;
}

function historyOptions(
  given: ChatClientOptions['history'],
): Pick<CoreOptions, 'historyMaxCount' | 'historyMaxBytes'> {
  const history = new OptionGroup<HistoryOptions>('history', orNone(given));
  const options = {
    historyMaxCount: history.number('maxCount', 1000, count),
    historyMaxBytes: history.number('maxBytes', 4 * MiB, count),
  };
  history.end();
  return options;
}

/** `false`: it holds nothing. */
function orNone<Options extends { maxCount?: number | undefined }>(given: Options | false | undefined) {
  if (given === undefined) return {};
  return given === false ? { maxCount: 0 } : given;
}

function rateLimitOptions(options: RateLimitOptions | undefined): Pick<CoreOptions, 'rateCount' | 'ratePer'> {
  if (options === undefined) return { rateCount: 0, ratePer: 0 };
  check.keys('rateLimit', options, ['count', 'per'] satisfies (keyof RateLimitOptions)[]);
  return {
    // The core remembers when each of them left.
    rateCount: check.number('rateLimit.count', options.count, undefined, { min: 1, max: 100_000 }),
    ratePer: check.number('rateLimit.per', options.per, 1000, positiveTime),
  };
}

type CoreReconnectOptions = Pick<
  CoreOptions,
  | 'reconnect'
  | 'initialDelay'
  | 'multiplier'
  | 'maxDelay'
  | 'maxAttempts'
  | 'jitter'
  | 'stableAfter'
  | 'whileHidden'
>;

function reconnectOptions(
  given: ChatClientOptions['reconnect'],
  { reconnect: defaults }: Profile,
): CoreReconnectOptions {
  const group = new OptionGroup<ReconnectOptions>('reconnect', ownOf(given));
  const strategy = group.oneOf('strategy', ['exponential', 'fixed']);
  const number = (name: keyof typeof defaults, range: Range) =>
    group.number(name, check.number(`profile.reconnect.${name}`, defaults[name], undefined, range), range);
  const multiplier = number('multiplier', { min: 1, max: 1000 });
  const options = {
    reconnect: given !== false,
    initialDelay: number('initialDelay', time),
    multiplier: strategy === 'fixed' ? 1 : multiplier,
    maxDelay: number('maxDelay', count),
    maxAttempts: number('maxAttempts', count),
    jitter: number('jitter', { min: 0, max: 1 }),
    stableAfter: number('stableAfter', time),
    whileHidden: group.boolean('whileHidden', true),
  };
  group.end();
  return options;
}

type CoreHeartbeatOptions = Pick<
  CoreOptions,
  | 'heartbeatInterval'
  | 'heartbeatTimeout'
  | 'heartbeatType'
  | 'heartbeatAnswer'
  | 'heartbeatStrict'
  | 'heartbeatIds'
>;

function heartbeatOptions(given: ChatClientOptions['heartbeat'], profile: Profile): CoreHeartbeatOptions {
  const isOn = given === undefined ? profile.heartbeat !== null : given !== false;
  const group = new OptionGroup<HeartbeatOptions>('heartbeat', ownOf(given));
  const defaults = profile.heartbeat ?? { interval: 25_000, timeout: 10_000 };
  const interval = group.number('interval', defaults.interval, positiveTime);
  const options = {
    heartbeatInterval: isOn ? interval : 0,
    heartbeatTimeout: group.number('timeout', defaults.timeout, positiveTime),
    heartbeatType: group.name('type', profile.ping.type),
    heartbeatAnswer: group.name('answer', profile.ping.answer),
    heartbeatStrict: group.boolean('strict', false),
    heartbeatIds: group.boolean('ids', false),
  };
  group.end();
  return options;
}

/** What stands for itself as `true` or `false` may have options of its own. */
function ownOf<Options extends object>(given: Options | boolean | undefined): Options | object {
  return given === undefined || typeof given === 'boolean' ? {} : given;
}

function closeCodes(option: string, codes: ChatClientOptions['closeCodes'] = {}): Profile['closeCodes'] {
  check.object(option, codes);
  for (const [code, action] of Object.entries(codes)) {
    const name = `${option}[${code}]`;
    // A fraction is no code either.
    check.number(name, /^\d+$/.test(code) ? Number(code) : NaN, 0, { min: 1000, max: 4999 });
    check.oneOf(name, action, ['stop', 'retry', 'retry-fixed'], 'retry');
  }
  return codes;
}

function codesFor(codes: Profile['closeCodes'], action: CloseCodeAction): string {
  return Object.entries(codes)
    .filter(([, given]) => given === action)
    .map(([code]) => code)
    .join(',');
}
