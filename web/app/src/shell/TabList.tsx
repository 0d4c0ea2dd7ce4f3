import { useRef, type KeyboardEvent } from 'react';
import { clientsOf } from '../clients/clients.ts';
import { Icon } from '../ui/Icon.tsx';
import { TabState } from './TabState.tsx';
import { tabs, type TabId } from './tabs.ts';
import { addressOf } from './useSelectedTab.ts';

/**
 * The tabs are links, so each can be copied, or opened in a window of its own. Only the selected one is on the way of the Tab
 * key; the arrow keys lead to the others (ARIA Authoring Practices, "Tabs").
 */
export function TabList({ selected }: { selected: TabId }) {
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const next = tabAfter(selected, event.key);
    if (!next || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    list.current?.querySelector<HTMLElement>(`#${tabElementId(next.id)}`)?.focus();
    // In the place of the one before: who goes back wants to leave, not to see each tab once more.
    location.replace(addressOf(next.id));
  };

  return (
    <div className="tabs" role="tablist" aria-label="Systems" ref={list} onKeyDown={onKeyDown}>
      {tabs.map(({ id, title, icon }) => (
        <a
          key={id}
          id={tabElementId(id)}
          className="tab"
          role="tab"
          href={addressOf(id)}
          aria-selected={id === selected}
          aria-controls={id === selected ? panelElementId(id) : undefined}
          tabIndex={id === selected ? 0 : -1}
        >
          <Icon name={icon} />
          <span className="tab-title">{title}</span>
          {clientsOf(id).map((client, index) => (
            <TabState key={index} client={client} />
          ))}
        </a>
      ))}
    </div>
  );
}

export function tabElementId(tab: TabId): string {
  return `tab-${tab}`;
}

export function panelElementId(tab: TabId): string {
  return `panel-${tab}`;
}

/** Where a key leads from a tab; undefined: nowhere. */
function tabAfter(selected: TabId, key: string): (typeof tabs)[number] | undefined {
  const index = tabs.findIndex(({ id }) => id === selected);
  switch (key) {
    case 'ArrowRight':
      return tabs.at((index + 1) % tabs.length);
    case 'ArrowLeft':
      return tabs.at(index - 1);
    case 'Home':
      return tabs.at(0);
    case 'End':
      return tabs.at(-1);
    case ' ':
      return tabs.at(index);
    default:
      return undefined;
  }
}
