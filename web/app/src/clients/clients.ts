import type { ChatClient } from 'chatwire';
import type { TabId } from '../shell/tabs.ts';
import { agentClient } from './agent.ts';
import { askClient } from './ask.ts';
import { assistantClient } from './assistant.ts';
import { chatClient } from './chat.ts';
import { terminalClient } from './terminal.ts';

/** A connection of this page. */
export interface DemoClient {
  readonly tab: TabId;
  /** The name of its profile, which is also what the backend's controls call it: `/demo/cut?system=wazuh`. */
  readonly system: string;
  readonly client: ChatClient;
}

/**
 * Every connection of the page, for whoever shows them all. Made once, outside React: a connection belongs to the page, not to
 * a component. None dials before its tab is visited.
 */
export const clients: readonly DemoClient[] = [
  { tab: 'assistant', system: 'wazuh', client: assistantClient },
  { tab: 'chat', system: 'chat', client: chatClient },
  { tab: 'terminal', system: 'dashboard', client: terminalClient },
  { tab: 'ask', system: 'nexus', client: askClient },
  { tab: 'agent', system: 'autobot', client: agentClient },
];

export function clientOf(tab: TabId): ChatClient | undefined {
  return clients.find((each) => each.tab === tab)?.client;
}
