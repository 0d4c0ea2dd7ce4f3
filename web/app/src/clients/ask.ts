import { createChatClient } from 'chatwire';
import { base64url } from './bearer.ts';
import { reconnect } from './reconnect.ts';

/** The key that the reference backend has unless it is told another one. */
const DEVELOPMENT_KEY = 'chatwire-development-key';

export const askClient = createChatClient({
  url: '/nexus',
  profile: 'nexus',
  protocols: 'nexus.chatwire',
  auth: { subprotocol: `base64url.key.${base64url(DEVELOPMENT_KEY)}` },
  reconnect,
});
