import { apiKeyIn, isSameSecret } from '../auth/api-key.js';
import { problem, readFrames } from '../frames.js';
import { startKeepAlive } from '../keep-alive.js';
import type { SystemServices } from '../system-services.js';
import type { Endpoint } from '../ws-routes.js';
import { Challenge } from './challenge.js';
import { NexusClient } from './client.js';
import { checkMessage, type ClientMessage } from './messages.js';

/** Who may connect. */
export interface NexusAccess {
  readonly apiKey: string;
  /** Who may sign in without the key, as `ed25519:<base64>`; undefined: everybody who can sign. */
  readonly publicKeys: readonly string[] | undefined;
  /** So long a client may take to sign, in milliseconds. */
  readonly authTimeout: number;
}

/** The `nexus` system: opened by an API key, or by a signed challenge where there is none. */
export function nexusEndpoint(services: SystemServices, access: NexusAccess): Endpoint {
  return (connection, dial) => {
    const key = apiKeyIn(dial);
    if (key !== undefined && !isSameSecret(key, access.apiKey)) {
      connection.close(4401, 'key invalid');
      return;
    }
    const client = new NexusClient(connection, services);
    if (key === undefined) client.challenge(new Challenge(access.publicKeys), access.authTimeout);
    readFrames<ClientMessage>(connection, services.limits.rateLimit, services.ledger, {
      check: (fields) =>
        client.isReady || fields['type'] === 'auth'
          ? checkMessage(fields, services.limits.maxMessageLength)
          : problem('not_authenticated', 'Answer the auth_challenge first.'),
      refuse: ({ code, text, retryAfter }, { id }) => client.complain(id, code, text, retryAfter),
      receive: (message) => client.receive(message),
    });
    startKeepAlive(connection, services.pingInterval);
  };
}
