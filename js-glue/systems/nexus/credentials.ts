import { ChatwireError, takesHeaders, type AuthOptions, type ChatClientOptions } from 'chatwire';
import type { ApiKey, Authentication, WebSocketConfig } from './config.ts';

type Dialling = Pick<ChatClientOptions, 'auth' | 'protocols'>;

/**
 * How a service says who it is. Secrets are asked for at each dial, and kept nowhere (S3.67).
 *
 * @param onKeyMissing The function that gives the key gave none.
 */
export function credentialsOf(
  { apiKey, authenticate, authTimeout, WebSocket }: WebSocketConfig,
  onKeyMissing: () => void,
): Dialling {
  const ways = {
    ...(apiKey && byKey(apiKey, onKeyMissing)),
    ...(authenticate && bySignature(authenticate)),
  };
  if (Object.keys(ways).length === 0) return {};
  return {
    auth: { ...ways, timeout: authTimeout },
    // Browsers want one of the sub-protocols echoed, and a secret never is.
    ...(apiKey && !takesHeaders(WebSocket) && { protocols: 'nexus.chatwire' }),
  };
}

/** As a header, else as a sub-protocol (S3.65, C24). */
function byKey(apiKey: ApiKey, onMissing: () => void): AuthOptions {
  const key = async () => {
    const given = typeof apiKey === 'function' ? await apiKey() : apiKey;
    if (given) return given;
    onMissing();
    throw new ChatwireError('AUTH_REJECTED', {
      detail: 'API key not set',
      remedy: 'Let the function apiKey give one',
    });
  };
  return {
    header: { 'x-api-key': key },
    subprotocol: async () => `base64url.key.${base64url(await key())}`,
  };
}

function bySignature({ sign, challengeType, accepted, rejected }: Authentication): AuthOptions {
  return {
    challenge: {
      type: challengeType ?? 'auth_challenge',
      sign: async ({ payload }) => {
        const { challenge } = payload as { challenge: string };
        const { pubkey, signature } = await sign(challenge);
        return { type: 'auth', payload: { pubkey, signature, challenge } };
      },
    },
    accepted,
    rejected,
  };
}

/** RFC 4648 section 5, of the text's UTF-8. */
function base64url(text: string): string {
  const bytes = Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte));
  return btoa(bytes.join('')).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}
