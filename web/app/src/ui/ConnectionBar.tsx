import type { ChatClient, ConnectionSnapshot, ConnectionState } from 'chatwire';
import { useConnection } from './useConnection.ts';
import { Icon, type IconName } from './Icon.tsx';
import { RetryCountdown } from './RetryCountdown.tsx';
import { Statistics } from './Statistics.tsx';

const looks: Record<ConnectionState, { words: string; icon: IconName }> = {
  idle: { words: 'Not connected', icon: 'plug' },
  connecting: { words: 'Connecting…', icon: 'retry' },
  authenticating: { words: 'Signing in…', icon: 'retry' },
  connected: { words: 'Connected', icon: 'check' },
  reconnecting: { words: 'Reconnecting', icon: 'retry' },
  closing: { words: 'Closing…', icon: 'plug' },
  closed: { words: 'Disconnected', icon: 'plug' },
  failed: { words: 'Failed', icon: 'alert' },
};

/** Where the connection stands, what it does next, and what has gone over it. */
export function ConnectionBar({ client }: { client: ChatClient }) {
  const connection = useConnection(client);
  const { state, queued, error } = connection;
  const { words, icon } = looks[state];

  return (
    <section className="connection" aria-label="Connection">
      <p className="state" role="status" data-testid="connection-state" data-state={state}>
        <Icon name={icon} />
        {words}
      </p>
      <p className="connection-detail">
        <Progress connection={connection} />
        {queued > 0 && (
          <span className="queued-count">
            <Icon name="clock" />
            <span data-testid="queued-count">{queued}</span> queued
          </span>
        )}
        {state === 'failed' && <span>{error?.remedy || error?.message}</span>}
      </p>
      {connection.retryAt !== null && (
        <button
          type="button"
          className="button"
          data-testid="retry-now"
          onClick={() => void client.connect()}
        >
          Retry now
        </button>
      )}
      <Statistics client={client} />
    </section>
  );
}

function Progress({ connection: { state, attempt, retryAt } }: { connection: ConnectionSnapshot }) {
  const isTrying = state === 'connecting' || state === 'reconnecting';
  if (!isTrying || attempt === 0) return null;
  return (
    <span>
      attempt <span data-testid="attempt">{attempt}</span>
      {', '}
      {retryAt === null ? 'dialling…' : <RetryCountdown retryAt={retryAt} />}
    </span>
  );
}
