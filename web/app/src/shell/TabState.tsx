import type { ChatClient } from 'chatwire';
import { useConnection } from 'chatwire/react';

/** A dot on the tab: how its connection stands, also while another tab is looked at. */
export function TabState({ client }: { client: ChatClient }) {
  const { state } = useConnection(client);
  return <span className="tab-state" data-state={state} aria-hidden="true" />;
}
