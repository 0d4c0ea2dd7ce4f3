import { base, createChatClient, type ChatClientOptions, type Profile } from 'chatwire';
import { describe, expect, it } from 'vitest';
import { resolveOptions } from '../../../js-glue/client/resolveOptions.ts';

const url = 'ws://server.test';
const given = (options: object): ChatClientOptions => ({ url, ...options });
const MAX_TIMER = 2 ** 31 - 1;
const MiB = 1024 * 1024;

/** One option by its path, e.g. `outbox.maxCount`. */
function option(path: string, value: unknown): object {
  const [name, inner] = path.split('.');
  const beside = { auth: { firstFrame: { type: 'auth' } }, rateLimit: { count: 5 } }[name!] ?? {};
  return { [name!]: inner === undefined ? value : { ...beside, [inner]: value } };
}

/** Option, smallest and largest value. */
const numbers: [string, number, number][] = [
  ['connectTimeout', 0, MAX_TIMER],
  ['closeTimeout', 0, MAX_TIMER],
  ['maxMessageBytes', 1, 128 * MiB],
  ['outbox.maxCount', 0, Infinity],
  ['outbox.maxBytes', 0, Infinity],
  ['outbox.ttl', 0, Infinity],
  ['outbox.highWaterMark', 0, Infinity],
  ['outbox.lowWaterMark', 0, MiB],
  ['rateLimit.count', 1, 100_000],
  ['rateLimit.per', 1, MAX_TIMER],
  ['history.maxCount', 0, Infinity],
  ['history.maxBytes', 0, Infinity],
  ['auth.timeout', 0, MAX_TIMER],
  ['heartbeat.interval', 1, MAX_TIMER],
  ['heartbeat.timeout', 1, MAX_TIMER],
  ['reconnect.initialDelay', 0, MAX_TIMER],
  ['reconnect.multiplier', 1, 1000],
  ['reconnect.maxDelay', 0, Infinity],
  ['reconnect.maxAttempts', 0, Infinity],
  ['reconnect.jitter', 0, 1],
  ['reconnect.stableAfter', 0, MAX_TIMER],
];

describe('resolveOptions', () => {
  it('W79 knows no server by itself', () => {
    for (const profile of ['base', 'autobot'] as const) {
      expect(() => createChatClient({ profile })).toThrow(/url must be a URL, not of type undefined/);
    }
  });

  it('fills in the defaults of the base profile', () => {
    expect(resolveOptions({ url }).core).toMatchObject({
      url,
      reconnect: true,
      initialDelay: 4000,
      maxDelay: 20_000,
      maxAttempts: Infinity,
      jitter: 1,
      stableAfter: 5000,
      alwaysRetry: false,
      outboxMaxCount: 1000,
      outboxMaxBytes: 4 * MiB,
      outboxOverflow: 0,
      highWaterMark: MiB,
      lowWaterMark: MiB / 2,
      keepOnDisconnect: false,
      historyMaxCount: 1000,
      pingType: 'ping',
      pongType: 'pong',
      asksAddress: false,
      asksBeforeRetry: false,
      requiresProtocol: true,
      whileHidden: true,
      authenticates: false,
      connectTimeout: 10_000,
      closeTimeout: 2000,
      maxMessageBytes: MiB,
    });
  });

  it('S4.49 S4.50 S4.63 keeps the numbers of the autobot profile', () => {
    expect(resolveOptions({ url, profile: 'autobot' }).core).toMatchObject({
      initialDelay: 1000,
      multiplier: 2,
      maxAttempts: 5,
      jitter: 0,
      alwaysRetry: true,
    });
  });

  it('G12 limits no rate before the application says which', () => {
    for (const profile of ['base', 'wazuh', 'chat', 'dashboard', 'nexus', 'autobot'] as const) {
      expect(resolveOptions(given({ profile })).core.rateCount).toBe(0);
    }
    expect(resolveOptions(given({ rateLimit: { count: 5 } })).core.rateCount).toBe(5);
  });

  it('C8 S4.123 S4.126 pings where the profile says so, or the application', () => {
    const interval = (options: object) => resolveOptions(given(options)).core.heartbeatInterval;
    expect(interval({})).toBe(0);
    expect(interval({ heartbeat: true })).toBe(25_000);
    expect(interval({ heartbeat: {} })).toBe(25_000);
    expect(interval({ heartbeat: { interval: 7 } })).toBe(7);
    expect(interval({ profile: 'autobot', heartbeat: false })).toBe(0);
    expect(resolveOptions(given({ profile: 'autobot' })).core).toMatchObject({
      heartbeatInterval: 30_000,
      heartbeatTimeout: 5000,
      heartbeatType: 'ping',
      heartbeatAnswer: 'pong',
      heartbeatStrict: false,
      heartbeatIds: false,
    });
  });

  it.each(numbers)(
    'B32 %s: takes both bounds, refuses what lies beyond, and names the option',
    (path, min, max) => {
      for (const value of [min, max]) expect(() => resolveOptions(given(option(path, value)))).not.toThrow();
      for (const value of [min - 1, max + 1, NaN, -Infinity, '5', null].filter((each) => each !== max)) {
        const attempt = () => resolveOptions(given(option(path, value)));
        expect(attempt).toThrow(TypeError);
        expect(attempt).toThrow(`chatwire: ${path} must be a number`);
      }
    },
  );

  const optional = numbers.filter(([path]) => path !== 'rateLimit.count');
  it.each(optional)('W15 %s: undefined means not given', (path) => {
    const without = { auth: { firstFrame: { type: 'auth' } } };
    const [name = ''] = path.split('.');
    const base =
      { auth: without, heartbeat: { heartbeat: {} }, rateLimit: { rateLimit: { count: 5 } } }[name] ?? {};
    expect(resolveOptions(given(option(path, undefined))).core).toEqual(resolveOptions(given(base)).core);
  });

  it.each([
    ['url', ''],
    ['url', undefined],
    ['url', 5],
    ['protocols', 'a,b'],
    ['protocols', ['a', 5]],
    ['profile', 'unknown'],
    ['profile', 5],
    ['profile', null],
    ['reconnect', 'yes'],
    ['reconnect', 5],
    ['reconnect', null],
    ['reconnect.strategy', 'linear'],
    ['closePolicy', 'never'],
    ['closeCodes', 5],
    ['closeCodes', { 4000: 'later' }],
    ['outbox', true],
    ['outbox', null],
    ['outbox.overflow', 'drop-all'],
    ['outbox.lowWaterMark', MiB + 1],
    ['outbox.keepOnDisconnect', 1],
    ['rateLimit', 5],
    ['rateLimit', null],
    ['rateLimit.count', undefined],
    ['history', true],
    ['answerPing', 'no'],
    ['heartbeat', 5],
    ['heartbeat', null],
    ['heartbeat.type', ''],
    ['heartbeat.answer', 5],
    ['heartbeat.strict', 'yes'],
    ['heartbeat.ids', 1],
    ['auth', 'token'],
    ['auth', {}],
    ['auth', { firstFrame: { type: 'auth' }, challenge: { sign: () => ({ type: 'auth' }) } }],
    ['auth.firstFrame', 'token'],
    ['auth.firstFrame', { type: '' }],
    ['auth.firstFrame', { type: 'auth', expiresIn: 0 }],
    ['auth.query', { token: 5 }],
    ['auth.header', { token: null }],
    ['auth.subprotocol', 5],
    ['auth', { challenge: { type: 'challenge' } }],
    ['auth', { challenge: { sign: () => ({ type: 'auth' }), typo: 1 } }],
    ['requireProtocol', 'yes'],
    ['shouldReconnect', true],
    ['hints', null],
    ['reconnect.whileHidden', 0],
    ['auth.accepted', ''],
    ['auth.rejected', 5],
    ['WebSocket', {}],
  ])('refuses %s: %j with a TypeError that names it', (path, value) => {
    const attempt = () => resolveOptions(given(option(path, value)));
    expect(attempt).toThrow(TypeError);
    expect(attempt).toThrow(new RegExp(`^chatwire: ${path.replace('.', '\\.')}`));
  });

  it.each([999, 5000, 1000.5, 'abc'])('refuses %s as a code to override', (code) => {
    expect(() => resolveOptions(given({ closeCodes: { [code]: 'stop' } }))).toThrow(/chatwire: closeCodes\[/);
  });

  it.each(['options', 'heartbeat', 'reconnect', 'outbox', 'rateLimit', 'history', 'auth'])(
    'refuses an unknown key of %s',
    (name) => {
      const inner = name === 'auth' ? { firstFrame: { type: 'a' }, typo: 1 } : { typo: 1 };
      const options = name === 'options' ? inner : { [name]: inner };
      expect(() => resolveOptions(given(options))).toThrow(`chatwire: ${name} has no option 'typo'`);
    },
  );

  it('refuses no options at all', () => {
    for (const options of [undefined, null, 'ws://a']) {
      expect(() => createChatClient(options as never)).toThrow(/chatwire: options must be an object/);
    }
  });

  it.each([
    ['typeKey', undefined],
    ['payloadKey', ''],
    ['idKey', ''],
    ['emptyPayload', null],
    ['stampsId', 'yes'],
    ['ping', undefined],
    ['ping', { type: 'ping' }],
    ['reconnect', undefined],
    ['reconnect', {}],
    ['reconnect', { ...base.reconnect, jitter: 2 }],
  ])('refuses a profile whose %s is %j', (name, value) => {
    const attempt = () => resolveOptions({ url, profile: { ...base, [name]: value } });
    expect(attempt).toThrow(TypeError);
    expect(attempt).toThrow(new RegExp(`^chatwire: profile\\.${name}`));
  });

  it('S4.49 gives a profile of one’s own, and options before its defaults', () => {
    const profile: Profile = {
      ...resolveOptions({ url, profile: 'autobot' }).profile,
      name: 'mine',
      typeKey: 'event',
      ping: { type: 'hb', answer: 'hb-ok' },
    };
    expect(resolveOptions({ url, profile, reconnect: { maxAttempts: 2 } }).core).toMatchObject({
      typeKey: 'event',
      pingType: 'hb',
      pongType: 'hb-ok',
      maxAttempts: 2,
      initialDelay: 1000,
    });
  });

  it('F25 takes half of the high water mark for the low one, and none above it', () => {
    const marks = (outbox: object) => resolveOptions(given({ outbox })).core.lowWaterMark;
    expect(marks({ highWaterMark: 1000 })).toBe(500);
    expect(marks({ highWaterMark: Infinity })).toBe(Infinity);
    expect(marks({ highWaterMark: 1000, lowWaterMark: 1000 })).toBe(1000);
    expect(() => marks({ highWaterMark: 1000, lowWaterMark: 1001 })).toThrow(
      'chatwire: outbox.lowWaterMark must be a number from 0 to 1000, not 1001',
    );
  });

  it('C34 limits nothing unless told to', () => {
    const limit = (rateLimit: object | undefined) => resolveOptions(given({ rateLimit })).core;
    expect(limit(undefined)).toMatchObject({ rateCount: 0 });
    expect(limit({ count: 20 })).toMatchObject({ rateCount: 20, ratePer: 1000 });
    expect(limit({ count: 1, per: 50 })).toMatchObject({ rateCount: 1, ratePer: 50 });
  });

  it('takes the short forms', () => {
    expect(resolveOptions({ url, reconnect: false }).core.reconnect).toBe(false);
    expect(resolveOptions({ url, reconnect: true }).core.reconnect).toBe(true);
    expect(resolveOptions({ url, history: false }).core.historyMaxCount).toBe(0);
    expect(resolveOptions({ url, answerPing: false }).core.pingType).toBe('');
    expect(resolveOptions({ url, protocols: ['a', 'b'] }).core.protocols).toBe('a,b');
    expect(resolveOptions({ url, reconnect: { strategy: 'fixed', multiplier: 3 } }).core.multiplier).toBe(1);
    expect(resolveOptions({ url, outbox: false }).core.outboxMaxCount).toBe(0);
    for (const [index, overflow] of (['drop-oldest', 'drop-newest', 'reject'] as const).entries())
      expect(resolveOptions({ url, outbox: { overflow } }).core.outboxOverflow).toBe(index);
    const { stopCodes, retryCodes } = resolveOptions({
      url,
      closeCodes: { 1000: 'retry', 4001: 'stop', 4002: 'stop' },
    }).core;
    expect({ stopCodes, retryCodes }).toEqual({ stopCodes: '4001,4002', retryCodes: '1000' });
  });
});
