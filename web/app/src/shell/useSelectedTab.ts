import { useSyncExternalStore } from 'react';
import { tabs, type TabId } from './tabs.ts';

/** The tab that the address names, `#/agent`; the first one where it names none. */
export function useSelectedTab(): TabId {
  return useSyncExternalStore(onHashChange, selectedTab);
}

export function addressOf(tab: TabId): string {
  return `#/${tab}`;
}

function selectedTab(): TabId {
  return tabs.find(({ id }) => addressOf(id) === location.hash)?.id ?? tabs[0].id;
}

function onHashChange(listener: () => void): () => void {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
}
