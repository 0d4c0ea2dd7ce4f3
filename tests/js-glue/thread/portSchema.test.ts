import { describe, expect, it } from 'vitest';
import { resolveOptions } from '../../../js-glue/client/resolveOptions.ts';
import { faultOf } from '../../../js-glue/thread/portSchema.ts';
import type { Start, ToCore } from '../../../js-glue/thread/port.ts';

const start = (change: object = {}): ['start', Start] => {
  const { core, profile } = resolveOptions({
    url: 'ws://server.test/ws',
    profile: 'autobot',
    acceptBatches: 'lines',
    allowedHosts: ['server.test'],
  });
  return [
    'start',
    { options: core, typeKey: profile.typeKey, buffer: { maxCount: 1, maxBytes: 1 }, ...change },
  ];
};

const keys = { typeKey: 'type', payloadKey: 'payload', idKey: 'id' };

const request = { number: 1, text: '{}', answerId: 'a', timeout: 5 };

const right: ToCore[] = [
  start(),
  start({ lock: 'chatwire 1' }),
  start({
    validation: {
      keys,
      sources: [
        ['news', { type: 'string' }],
        ['other', undefined],
      ],
    },
  }),
  ['taken'],
  ['ask'],
  ['leave'],
  ['connect', 1],
  ['disconnect', 1000, ''],
  ['send', 1, 'text'],
  ['send', 2, Uint8Array.of(1), { priority: 2, ttl: Infinity }],
  ['cancel', 1],
  ['request', request, { priority: 0, ttl: 10 }],
  ['cancelRequest', 1],
  ['matched', 1],
  ['hint', 'frozen'],
  ['dial', 1, 'ws://server.test', ['a'], { name: 'value' }],
  ['authenticate', 1, 'auth', '{}', Infinity],
  ['withhold', 1, true],
  ['renewCredentials'],
  ['decideRetry', 1, undefined],
  ['decideRetry', 1, false],
  ['subscribe', 'type', 1],
  ['unsubscribe', 'type'],
  ['wantAll', true],
  ['clearHistory'],
  ['tap', true],
];

const wrong: [what: string, message: unknown][] = [
  ['undefined', undefined],
  ['null', null],
  ['a text', 'connect'],
  ['an object', { 0: 'connect' }],
  ['bytes', new ArrayBuffer(1)],
  ['nothing', []],
  ['a name that is no text', [{ toString: () => 'connect' }]],
  ['a method of the core that is no command', ['destroy']],
  ['what every object has', ['constructor']],
  ['a member of the prototype', ['__proto__', 1]],
  ['too many parameters', ['tap', true, true]],
  ['no start at all', ['start']],
  ['options that are none', start({ options: null })],
  ['options of another kind', start({ options: { ...start()[1].options, maxDelay: '5' } })],
  ['an option too few', start({ options: { ...start()[1].options, typeKey: undefined } })],
  ['a policy of another kind', start({ options: { ...start()[1].options, dialPolicy: { onlySecure: 1 } } })],
  ['limits of another kind', start({ buffer: { maxCount: NaN, maxBytes: 1 } })],
  ['somebody else’s lock', start({ lock: '-not allowed' })],
  ['schemas of another kind', start({ validation: { keys, sources: [[1]] } })],
  ['a text for a number', ['disconnect', '1000', 'why']],
  ['no number', ['connect', NaN]],
  ['a number for a flag', ['wantAll', 1]],
  ['an object for a message', ['send', 1, { type: 'a' }]],
  ['terms of another kind', ['send', 1, 'text', { priority: 3, ttl: 1 }]],
  ['a request of another kind', ['request', { ...request, timeout: '5' }]],
  ['headers of another kind', ['dial', 1, 'ws://server.test', [], { name: 1 }]],
  ['a hint that is none', ['hint', 'asleep']],
  ['a name without an end', ['subscribe', 'x'.repeat(256), 1]],
];

describe('what may be posted to the thread of a core (S15)', () => {
  it.each(right)('%s', (...message) => {
    expect(faultOf(message)).toBeUndefined();
  });

  it.each(wrong)('is not %s', (_what, message) => {
    expect(faultOf(message)).toMatch(/what was posted|parameter/);
  });

  it('is refused without a word of its contents (S3)', () => {
    expect(faultOf(['authenticate', 1, 'auth', 'secret', 'secret', 'secret'])).not.toContain('secret');
    expect(faultOf(['secret'])).not.toContain('secret');
  });
});
