import { createHmac, timingSafeEqual } from 'node:crypto';

/** The claims that this backend reads (RFC 7519 section 4.1). Times are seconds since 1970, with fractions where need be. */
export interface Claims {
  /** The user. */
  readonly sub: string;
  /** The token holds until then. */
  readonly exp: number;
  readonly iat?: number;
  /** For whom it holds; everybody, where it names none. */
  readonly aud?: string | readonly string[];
}

const HEADER = encode({ alg: 'HS256', typ: 'JWT' });

/** A JSON Web Token signed with HMAC SHA-256. */
export function signToken(claims: Claims, secret: string): string {
  const content = `${HEADER}.${encode(claims)}`;
  return `${content}.${signatureOf(content, secret).toString('base64url')}`;
}

/**
 * The claims of a token that was signed with this secret and has the claims we need; else undefined. Says nothing about
 * whether it has expired.
 *
 * The algorithm is ours, never the token's choice: "none", or one that takes our secret for a public key, gets nowhere
 * (RFC 8725 section 3.1).
 */
export function readToken(token: string, secret: string): Claims | undefined {
  const [header = '', body = '', signature = '', ...rest] = token.split('.');
  if (rest.length > 0 || decode(header)?.['alg'] !== 'HS256') return undefined;
  const given = Buffer.from(signature, 'base64url');
  const expected = signatureOf(`${header}.${body}`, secret);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  const claims = decode(body) ?? {};
  const { sub, exp, iat, aud } = claims;
  if (typeof sub !== 'string' || sub === '' || typeof exp !== 'number') return undefined;
  if (iat !== undefined && typeof iat !== 'number') return undefined;
  if (aud !== undefined && typeof aud !== 'string' && !isTexts(aud)) return undefined;
  return { sub, exp, ...(iat !== undefined && { iat }), ...(aud !== undefined && { aud }) };
}

function signatureOf(content: string, secret: string): Buffer {
  return createHmac('sha256', secret).update(content).digest();
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function decode(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
