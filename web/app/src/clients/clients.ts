import type { ChatClient } from 'chatwire';
import { titleOf, type TabId } from '../shell/tabs.ts';
import { agentClient } from './agent.ts';
import { askClient, askKeyClient } from './ask.ts';
import { assistantClient } from './assistant.ts';
import { chatClient } from './chat.ts';
import { clientName } from './clientName.ts';
import { terminalClient } from './terminal.ts';

/** A connection of this page. */
export interface DemoClient {
  readonly tab: TabId;
  /** For the visitor. */
  readonly title: string;
  /** For the backend's controls: `/demo/cut?client=<name>`. */
  readonly name: string;
  /** The name of its profile, which is also what the backend's controls call it: `/demo/cut?system=wazuh`. */
  readonly system: string;
  readonly client: ChatClient;
}

/**
 * Every connection of the page, for whoever shows them all. Made once, outside React: a connection belongs to the page, not to
 * a component. None dials before its tab is visited.
 */
export const clients: readonly DemoClient[] = [
  connection('assistant', 'wazuh', assistantClient),
  connection('chat', 'chat', chatClient),
  connection('terminal', 'dashboard', terminalClient),
  connection('ask', 'nexus', askClient),
  {
    ...connection('ask', 'nexus', askKeyClient),
    title: `${titleOf('ask')}, by key`,
    name: clientName('ask-by-key'),
  },
  connection('agent', 'autobot', agentClient),
];

function connection(tab: TabId, system: string, client: ChatClient): DemoClient {
  return { tab, title: titleOf(tab), name: clientName(tab), system, client };
}

export function clientsOf(tab: TabId): ChatClient[] {
  return clients.filter((each) => each.tab === tab).map(({ client }) => client);
}
