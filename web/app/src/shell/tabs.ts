import type { IconName } from '../ui/Icon.tsx';

interface Tab {
  /** Also the address: `#/agent`. */
  readonly id: string;
  readonly title: string;
  readonly icon: IconName;
}

/** In the order in which they are shown; the first is where a visitor arrives. */
export const tabs = [
  { id: 'assistant', title: 'Assistant', icon: 'assistant' },
  { id: 'chat', title: 'Chat', icon: 'chat' },
  { id: 'terminal', title: 'Terminal', icon: 'terminal' },
  { id: 'ask', title: 'Ask', icon: 'ask' },
  { id: 'agent', title: 'Agent', icon: 'agent' },
  { id: 'inspector', title: 'Inspector', icon: 'inspector' },
] as const satisfies readonly Tab[];

export type TabId = (typeof tabs)[number]['id'];

export function titleOf(tab: TabId): string {
  return tabs.find(({ id }) => id === tab)?.title ?? tab;
}
