import type { ChatClient, ChatwireError } from 'chatwire';
import { ConnectionStatus } from 'chatwire/react/components';
import type { ReactNode } from 'react';

interface TabHeaderProps {
  title: string;
  /** What this tab shows, in a few words. */
  lead: string;
  /** Whose connection the header shows. */
  client?: ChatClient;
  /** Buttons of the tab. */
  children?: ReactNode;
}

/** The same at the top of each tab: what it is, how its connection stands, and what can be done. */
export function TabHeader({ title, lead, client, children }: TabHeaderProps) {
  return (
    <header className="tab-header">
      <div className="tab-heading">
        <h2>{title}</h2>
        <p>{lead}</p>
      </div>
      {client && <ConnectionStatus client={client} labels={{ problem }} />}
      {children && <div className="tab-actions">{children}</div>}
    </header>
  );
}

/** For visitors: the remedies of errors are for developers. */
function problem({ code }: ChatwireError): string {
  return code === 'AUTH_REJECTED'
    ? 'The server did not accept the sign-in.'
    : 'The server cannot be used now.';
}
