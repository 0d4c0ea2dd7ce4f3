import { createHmac } from 'node:crypto';

const SECRET = 'chatwire-development-secret';
const inAnHour = () => Date.now() / 1000 + 3600;

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token made here, by nothing but RFC 7515 and RFC 7519. */
export function makeToken(claims: object, header: object = { alg: 'HS256', typ: 'JWT' }, secret = SECRET) {
  const content = `${encode(header)}.${encode(claims)}`;
  return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`;
}

/** Tokens that open nothing, and the reason of the close that they get. */
export const BAD_TOKENS: readonly (readonly [what: string, token: string, code: number, reason: string])[] = [
  ['no token at all', '', 4401, 'token missing'],
  ['something else', 'abc', 4401, 'token invalid'],
  ['three dots', '...', 4401, 'token invalid'],
  ['another secret', makeToken({ sub: 'ann', exp: inAnHour() }, undefined, 'guessed'), 4401, 'token invalid'],
  [
    'no signature, and a header that says so',
    `${encode({ alg: 'none' })}.${encode({ sub: 'ann', exp: inAnHour() })}.`,
    4401,
    'token invalid',
  ],
  [
    'another algorithm in its header',
    makeToken({ sub: 'ann', exp: inAnHour() }, { alg: 'HS512' }),
    4401,
    'token invalid',
  ],
  [
    'claims that were changed',
    makeToken({ sub: 'ann', exp: inAnHour() }).replace(
      /\.[^.]+\./,
      `.${encode({ sub: 'bob', exp: inAnHour() })}.`,
    ),
    4401,
    'token invalid',
  ],
  ['no user', makeToken({ exp: inAnHour() }), 4401, 'token invalid'],
  ['no end', makeToken({ sub: 'ann' }), 4401, 'token invalid'],
  ['an end that is past', makeToken({ sub: 'ann', exp: Date.now() / 1000 - 1 }), 4401, 'token expired'],
  ['other systems in mind', makeToken({ sub: 'ann', exp: inAnHour(), aud: ['other'] }), 4403, 'not allowed'],
];
