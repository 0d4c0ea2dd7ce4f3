import type { ChatwireErrorCode } from 'chatwire';

/** What users are told, by error code; `default` for all others. */
export type ErrorTexts = Readonly<
  Partial<Record<ChatwireErrorCode | 'API_KEY_MISSING' | 'OFFLINE' | 'default', string>>
>;

/** S3.82, S3.91 to S3.93. */
export const errorTexts: ErrorTexts = {
  API_KEY_MISSING: 'API key not set',
  OFFLINE: 'You are offline. The connection will be restored when you are back online.',
  BAD_URL: 'The server address is not valid.',
  CONNECT_TIMEOUT: 'The server did not answer in time.',
  CONNECTION_LOST: 'The connection was lost, or the server is not running.',
  LINK_DEAD: 'The server does not answer any more.',
  ATTEMPTS_EXHAUSTED: 'The server cannot be reached. Please try again later.',
  CLOSED_BY_SERVER: 'The server has ended the connection.',
  AUTH_REJECTED: 'The server did not accept the API key or the signature.',
  AUTH_TIMEOUT: 'The server did not confirm the sign-in in time.',
  AUTH_PROVIDER_FAILED: 'The sign-in failed.',
  AUTH_PROVIDER_TIMEOUT: 'The sign-in took too long.',
  MESSAGE_TOO_BIG: 'The server sent a message that is too large.',
  NO_WEBSOCKET: 'This device cannot open WebSocket connections.',
  default: 'The connection failed.',
};
