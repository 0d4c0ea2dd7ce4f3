import type { ChatClient } from 'chatwire';
import { ConnectionStatus, TerminalView as View } from 'chatwire/react/components';
import { bindTerminal, TerminalBuffer, type TerminalSource } from 'chatwire/terminal';
import { useEffect, useState, useSyncExternalStore, type ReactElement } from 'react';
import { signedOut, type SessionConnection } from './sessionConnection.ts';
import { useSessionConnection } from './useWebSocket.ts';

/**
 * The terminal of the system's own page (S2.35, S2.76): it takes no properties. It connects when it is mounted, with the session of
 * the {@link DashboardSessionProvider} above, shows output, tasks and the connection, and disconnects when it goes, unless
 * another component still uses that session (S2.77 to S2.81).
 */
export function TerminalView(): ReactElement {
  const connection = useSessionConnection();
  const { client } = useSyncExternalStore(connection.onChange, connection.getView, () => signedOut);
  const [buffer] = useState(() => new TerminalBuffer());
  useEffect(() => bindTerminal(sourceOf(connection), buffer), [connection, buffer]);
  const status = client ? <ConnectionStatus client={client.client as ChatClient} /> : <SignedOut />;
  return <View buffer={buffer} status={status} />;
}

/** Like a `ConnectionStatus` without a client. */
function SignedOut(): ReactElement {
  return (
    <div className="chatwire chatwire-status" data-state="closed" data-status="disconnected">
      <span className="chatwire-status-state" role="status">
        Disconnected
      </span>
    </div>
  );
}

function sourceOf({ subscribe, onChange, getView }: SessionConnection): TerminalSource {
  return {
    subscribe,
    onChange,
    getSnapshot() {
      const { state, client } = getView();
      return { state, error: client?.client.getSnapshot().error ?? null };
    },
  };
}
