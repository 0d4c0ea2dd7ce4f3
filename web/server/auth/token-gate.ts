import type { Connection } from '../connections.js';
import type { System } from '../systems.js';
import type { Dial } from '../ws-routes.js';
import { offeredSecret } from './offered-secret.js';
import type { Tokens } from './tokens.js';

/** The longest that a timer can wait. A token that holds longer is checked again at the next dial. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * Lets connections in that bring a good token, and ends them when it expires.
 *
 * The others are closed rather than refused at the handshake: a page sees the close code, but no HTTP status (4401: bring
 * a fresh token; 4403: do not come back).
 */
export class TokenGate {
  readonly #tokens: Tokens;
  readonly #admitted = new Set<Connection>();

  constructor(tokens: Tokens) {
    this.#tokens = tokens;
  }

  /** The user; undefined: the connection is being closed, and none of its messages must be read. */
  admit(connection: Connection, dial: Dial, system: System): string | undefined {
    const token = dial.url.searchParams.get('token') ?? offeredSecret(dial, 'bearer');
    const verdict = this.#tokens.judge(token, system);
    if ('code' in verdict) {
      connection.close(verdict.code, verdict.reason);
      return undefined;
    }
    this.#admitted.add(connection);
    const timer = setTimeout(
      () => expire(connection),
      Math.min(verdict.expiresAt - Date.now(), MAX_TIMER_MS),
    );
    connection.socket.once('close', () => {
      clearTimeout(timer);
      this.#admitted.delete(connection);
    });
    return verdict.subject;
  }

  /** Takes every token made so far for expired. Returns how many connections that ended. */
  expireAll(): number {
    this.#tokens.expireAll();
    const connections = [...this.#admitted].filter(({ isOpen }) => isOpen);
    connections.forEach(expire);
    return connections.length;
  }
}

function expire(connection: Connection): void {
  connection.close(4401, 'token expired');
}
