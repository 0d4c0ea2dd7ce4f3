import { createPublicKey, verify } from 'node:crypto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

beforeEach(() => {
  vi.resetModules();
});

afterEach(() => {
  vi.restoreAllMocks();
});

const load = () => import('../../../web/app/src/clients/signer.ts');

it('signs by Ed25519 with one key pair for the page, whose private half cannot be read (S3.20)', async () => {
  const generate = vi.spyOn(crypto.subtle, 'generateKey');
  const { signer } = await load();
  const [{ publicKey, sign }, again] = await Promise.all([signer(), signer()]);
  expect(again.publicKey).toBe(publicKey);
  expect(generate.mock.calls).toEqual([['Ed25519', false, ['sign', 'verify']]]);
  const x = Buffer.from(publicKey.replace('ed25519:', ''), 'base64').toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  const signature = Buffer.from(await sign('a challenge'), 'base64');
  expect(verify(null, Buffer.from('a challenge'), key, signature)).toBe(true);
});

it('says what to do where the browser cannot sign', async () => {
  vi.spyOn(crypto.subtle, 'generateKey').mockRejectedValue(new Error('Unrecognized algorithm name'));
  const { signer } = await load();
  await expect(signer()).rejects.toMatchObject({
    code: 'AUTH_REJECTED',
    remedy: 'Open the page by https or from this computer, or sign in with the API key',
  });
});
