import type { System } from '../systems.js';
import { readToken, signToken } from './json-web-token.js';

/** A token to be made. */
export interface TokenRequest {
  /** The user. */
  readonly subject: string;
  /** Milliseconds until it expires; below zero it has expired already. Default one hour. */
  readonly expiresIn?: number;
  /** The systems it holds for. Default: all. */
  readonly systems?: readonly System[];
}

/** What a token is worth. */
export type TokenVerdict =
  | { readonly subject: string; readonly expiresAt: number }
  | { readonly code: 4401 | 4403; readonly reason: string };

const HOUR_MS = 3_600_000;

/** Makes tokens, and judges those that clients bring. */
export class Tokens {
  readonly #secret: string;
  /** Tokens made until then count as expired. */
  #expiredUntil = -Infinity;

  constructor(secret: string) {
    this.#secret = secret;
  }

  issue({ subject, expiresIn = HOUR_MS, systems }: TokenRequest): string {
    // Later than the last `expireAll()`, even within the same millisecond.
    const now = Math.max(Date.now(), this.#expiredUntil + 1);
    const claims = {
      sub: subject,
      iat: now / 1000,
      exp: (now + expiresIn) / 1000,
      ...(systems && { aud: systems }),
    };
    return signToken(claims, this.#secret);
  }

  judge(token: string | undefined, system: System): TokenVerdict {
    if (token === undefined) return { code: 4401, reason: 'token missing' };
    const claims = readToken(token, this.#secret);
    if (!claims) return { code: 4401, reason: 'token invalid' };
    const { sub, exp, iat = 0, aud } = claims;
    const expiresAt = exp * 1000;
    if (expiresAt <= Date.now() || Math.round(iat * 1000) <= this.#expiredUntil) {
      return { code: 4401, reason: 'token expired' };
    }
    if (aud !== undefined && ![aud].flat().includes(system)) return { code: 4403, reason: 'not allowed' };
    return { subject: sub, expiresAt };
  }

  /** From now on every token made so far counts as expired. */
  expireAll(): void {
    this.#expiredUntil = Math.max(Date.now(), this.#expiredUntil + 1);
  }
}
