import { createPublicKey, randomBytes, verify } from 'node:crypto';
import type { AuthPayload } from './messages.js';

/** Why an answer to a challenge is not accepted. */
export interface ChallengeFailure {
  readonly code: 4401 | 4403;
  readonly reason: 'challenge invalid' | 'signature invalid' | 'not allowed';
}

const KEY_PREFIX = 'ed25519:';

/** Something to sign, for one connection: so a signature that was overheard opens no other one. */
export class Challenge {
  /** What the client is to sign: this text, as it is. */
  readonly text = randomBytes(32).toString('base64');
  readonly #publicKeys: readonly string[] | undefined;

  /** @param publicKeys who may sign, as `ed25519:<base64>`; undefined: everybody */
  constructor(publicKeys: readonly string[] | undefined) {
    this.#publicKeys = publicKeys;
  }

  /** What is wrong with an answer; undefined: it is right. */
  check({ pubkey, signature, challenge }: AuthPayload): ChallengeFailure | undefined {
    if (challenge !== this.text) return { code: 4401, reason: 'challenge invalid' };
    if (!isSignedBy(pubkey, this.text, signature)) return { code: 4401, reason: 'signature invalid' };
    if (this.#publicKeys && !this.#publicKeys.includes(pubkey)) return { code: 4403, reason: 'not allowed' };
    return undefined;
  }
}

/** Is this the Ed25519 signature of the text (RFC 8032)? */
function isSignedBy(publicKey: string, text: string, signature: string): boolean {
  const bytes = Buffer.from(publicKey.slice(KEY_PREFIX.length), 'base64');
  if (!publicKey.startsWith(KEY_PREFIX) || bytes.length !== 32) return false;
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: bytes.toString('base64url') };
  const key = createPublicKey({ key: jwk, format: 'jwk' });
  return verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64'));
}
