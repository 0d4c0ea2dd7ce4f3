import { ChatwireError } from 'chatwire';

/** Who a page is, and the proof of it. */
export interface Signer {
  /** `ed25519:<base64>`. */
  readonly publicKey: string;
  /** The Ed25519 signature (RFC 8032) of a text, as base64. */
  readonly sign: (text: string) => Promise<string>;
}

let made: Promise<Signer> | undefined;

/**
 * The key pair of this page, made when it is first asked for. The private key cannot be read, not even by this page, and is gone
 * with it.
 *
 * @throws ChatwireError where the browser cannot sign: Ed25519 needs a page that came by https or from this computer.
 */
export function signer(): Promise<Signer> {
  return (made ??= makeSigner());
}

async function makeSigner(): Promise<Signer> {
  const { publicKey, privateKey } = await keyPair();
  const raw = new Uint8Array(await crypto.subtle.exportKey('raw', publicKey));
  return {
    publicKey: `ed25519:${base64(raw)}`,
    sign: async (text) => {
      const signature = await crypto.subtle.sign('Ed25519', privateKey, new TextEncoder().encode(text));
      return base64(new Uint8Array(signature));
    },
  };
}

async function keyPair(): Promise<CryptoKeyPair> {
  try {
    return await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']);
  } catch (cause) {
    throw new ChatwireError('AUTH_REJECTED', {
      detail: 'This browser cannot sign here',
      remedy: 'Open the page by https or from this computer, or sign in with the API key',
      cause,
    });
  }
}

function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}
