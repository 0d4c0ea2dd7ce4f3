import { createChatClient } from 'chatwire';
import { base64url } from './bearer.ts';
import { addressOf } from './clientName.ts';
import { reconnect } from './reconnect.ts';
import { signer } from './signer.ts';

/** The key that the reference backend has unless it is told another one. */
export const DEVELOPMENT_KEY = 'chatwire-development-key';

/** Signs what the server sends on each new connection. */
export const askClient = createChatClient({
  url: addressOf('/nexus', 'ask'),
  profile: 'nexus',
  auth: {
    challenge: {
      type: 'auth_challenge',
      sign: async ({ payload }) => {
        const { challenge } = payload as { challenge: string };
        const { publicKey, sign } = await signer();
        return { type: 'auth', payload: { pubkey: publicKey, signature: await sign(challenge), challenge } };
      },
    },
  },
  reconnect,
});

let apiKey = DEVELOPMENT_KEY;

/** What the other client shows from its next dial on. */
export function setApiKey(key: string): void {
  apiKey = key;
}

/** Shows a key instead: one client signs in by one way, so this is another one. */
export const askKeyClient = createChatClient({
  url: addressOf('/nexus', 'ask-by-key'),
  profile: 'nexus',
  protocols: 'nexus.chatwire',
  auth: { subprotocol: () => `base64url.key.${base64url(apiKey)}` },
  reconnect,
});
