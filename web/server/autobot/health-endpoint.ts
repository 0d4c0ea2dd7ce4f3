import type { Ledger } from '../ledger.js';
import type { Endpoint } from '../ws-routes.js';
import type { FrameLimits } from '../frames.js';
import { readMessages } from './inbox.js';
import { errorMessage, type ServerMessage } from './messages.js';

/** The answer to `health_check` (S4.12). */
export function healthResponse(): ServerMessage {
  return { type: 'health_response', payload: { status: 'healthy', timestamp: new Date().toISOString() } };
}

/** `/ws/health`: answers `health_check`, and nothing else (S4.8). */
export function healthEndpoint(limits: FrameLimits, ledger: Ledger): Endpoint {
  return (connection) => {
    readMessages(connection, limits, ledger, ({ type }) => {
      if (type === 'health_check') connection.sendJson(healthResponse());
      else if (type === 'ping') connection.sendJson({ type: 'pong' });
      else if (type !== 'pong') {
        connection.sendJson(
          errorMessage('WRONG_ENDPOINT', `Send ${type} to /ws; here is only health_check.`),
        );
      }
    });
  };
}
