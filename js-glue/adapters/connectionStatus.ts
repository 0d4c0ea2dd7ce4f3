import type { ChatwireError, ConnectionSnapshot, ConnectionState } from 'chatwire';

/** What a ConnectionStatus says, for other languages. */
export interface ConnectionStatusLabels {
  states: Readonly<Record<ConnectionState, string>>;
  /** In the place of the state's word while the platform says that there is no network. */
  offline: string;
  /** The number of the coming dial, from 1, and of how many, unless it never gives up (S2.93). */
  attempt: (attempt: number, maxAttempts: number | undefined) => string;
  /** How long until it, in whole seconds. */
  retryIn: (seconds: number) => string;
  /** It is under way. */
  dialling: string;
  /** How many messages wait to be sent. */
  queued: (count: number) => string;
  /** What to do about a failure. Default: the error's own remedy, which is written for developers. */
  problem: (error: ChatwireError) => string;
  retryNow: string;
}

export const connectionStatusLabels: ConnectionStatusLabels = {
  states: {
    idle: 'Not connected',
    connecting: 'Connecting…',
    authenticating: 'Signing in…',
    connected: 'Connected',
    reconnecting: 'Reconnecting…',
    closing: 'Closing…',
    closed: 'Disconnected',
    failed: 'Connection failed',
  },
  offline: 'Offline',
  attempt: (attempt, maxAttempts) =>
    maxAttempts === undefined ? `attempt ${attempt}` : `attempt ${attempt} of ${maxAttempts}`,
  retryIn: (seconds) => `next try in ${seconds} s`,
  dialling: 'trying now',
  queued: (count) => (count === 1 ? '1 message waits' : `${count} messages wait`),
  problem: (error) => error.remedy || error.message,
  retryNow: 'Retry now',
};

/** What is to be seen of a connection, in words. Empty texts are not shown. */
export interface ConnectionWords {
  state: string;
  attempt: string;
  queued: string;
  problem: string;
  /** Whether a button may dial at once: while a dial is planned, or after the last one has failed. */
  mayRetry: boolean;
}

export function describeConnection(
  { state, attempt, retryAt, queued, online, error }: ConnectionSnapshot,
  labels: ConnectionStatusLabels,
  maxAttempts: number,
): ConnectionWords {
  const isTrying = state === 'connecting' || state === 'authenticating' || state === 'reconnecting';
  const isDown = state !== 'connected';
  return {
    state: !online && isDown ? labels.offline : labels.states[state],
    attempt: isTrying && attempt > 0 ? labels.attempt(attempt, finite(maxAttempts)) : '',
    queued: queued > 0 ? labels.queued(queued) : '',
    problem: state === 'failed' && error ? labels.problem(error) : '',
    mayRetry: retryAt !== null || state === 'failed',
  };
}

/** Whole seconds until a time in milliseconds since 1970; 0 when it is past. */
export function secondsUntil(time: number): number {
  return Math.max(0, Math.ceil((time - Date.now()) / 1000));
}

/** Who never gives up needs no "of Infinity". */
function finite(maxAttempts: number): number | undefined {
  return maxAttempts === Infinity ? undefined : maxAttempts;
}
