import type { ChatClient } from 'chatwire';
import { useChatClient, useConnection } from 'chatwire/react';
import { useRef, type ReactElement } from 'react';
import {
  connectionStatusLabels,
  describeConnection,
  type ConnectionStatusLabels,
} from '../../adapters/connectionStatus.ts';
import { Countdown } from './Countdown.tsx';

/** Properties of `ConnectionStatus`. */
export interface ConnectionStatusProps {
  /** Default: the provider's. */
  client?: ChatClient | undefined;
  /** Of how many attempts to speak. Default: as many as the client makes. */
  maxAttempts?: number | undefined;
  /** Other words. Default: English ones. */
  labels?: Partial<ConnectionStatusLabels> | undefined;
}

/**
 * Where a connection stands, in a word that follows its state (S0.34, S2.38), and while it is down: the number of the attempt,
 * the seconds to the next one, and a button that does not wait for it (S2.93).
 *
 * `data-state` is the client's state, `data-status` the word of the profile's system for it. A screen reader hears of changes
 * of the state, not of each second.
 */
export function ConnectionStatus({ client: own, maxAttempts, labels }: ConnectionStatusProps): ReactElement {
  const client = useChatClient(own);
  const connection = useConnection(client);
  const words = { ...connectionStatusLabels, ...labels };
  const { state, attempt, queued, problem, mayRetry } = describeConnection(
    connection,
    words,
    maxAttempts ?? client.maxAttempts,
  );
  const place = useRef<HTMLDivElement>(null);

  const retry = () => {
    // The button goes away when it is pressed: the keyboard must stay somewhere.
    place.current?.focus();
    void client.connect();
  };

  return (
    <div
      ref={place}
      className="chatwire chatwire-status"
      tabIndex={-1}
      data-state={connection.state}
      data-status={client.stateName}
      data-online={connection.online}
    >
      <span className="chatwire-status-state" role="status">
        {state}
      </span>
      {attempt && (
        <span className="chatwire-status-attempt">
          {attempt}
          {', '}
          {connection.retryAt === null ? (
            words.dialling
          ) : (
            <Countdown key={connection.retryAt} until={connection.retryAt} label={words.retryIn} />
          )}
        </span>
      )}
      {queued && <span className="chatwire-status-queued">{queued}</span>}
      {problem && (
        <span className="chatwire-status-problem" role="alert">
          {problem}
        </span>
      )}
      {mayRetry && (
        <button type="button" className="chatwire-button" onClick={retry}>
          {words.retryNow}
        </button>
      )}
    </div>
  );
}
