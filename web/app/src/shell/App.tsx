import { Activity, useEffect, useState, type ComponentType } from 'react';
import { AgentTab } from '../tabs/agent/AgentTab.tsx';
import { AskTab } from '../tabs/ask/AskTab.tsx';
import { AssistantTab } from '../tabs/assistant/AssistantTab.tsx';
import { ChatTab } from '../tabs/chat/ChatTab.tsx';
import { InspectorTab } from '../tabs/inspector/InspectorTab.tsx';
import { TerminalTab } from '../tabs/terminal/TerminalTab.tsx';
import { panelElementId, TabList, tabElementId } from './TabList.tsx';
import { tabs, titleOf, type TabId } from './tabs.ts';
import { useSelectedTab } from './useSelectedTab.ts';

const contents: Record<TabId, ComponentType> = {
  assistant: AssistantTab,
  chat: ChatTab,
  terminal: TerminalTab,
  ask: AskTab,
  agent: AgentTab,
  inspector: InspectorTab,
};

export function App() {
  const selected = useSelectedTab();
  const visited = useVisited(selected);
  useEffect(() => {
    document.title = `${titleOf(selected)} · chatwire demo`;
  }, [selected]);

  return (
    <div className="page">
      <header className="header">
        <h1 className="brand">
          <img src="/icon.svg" alt="" width="28" height="28" />
          chatwire
        </h1>
        <TabList selected={selected} />
      </header>
      <main className="panels">
        {tabs.map(({ id }) => {
          const Content = contents[id];
          // A tab that was left keeps its draft and its place, and costs nothing while it is hidden.
          return (
            visited.has(id) && (
              <Activity key={id} mode={id === selected ? 'visible' : 'hidden'}>
                <div
                  id={panelElementId(id)}
                  className="panel"
                  role="tabpanel"
                  aria-labelledby={tabElementId(id)}
                >
                  <Content />
                </div>
              </Activity>
            )
          );
        })}
      </main>
    </div>
  );
}

/** The tabs that were selected so far. */
function useVisited(selected: TabId): ReadonlySet<TabId> {
  const [visited, setVisited] = useState<ReadonlySet<TabId>>(() => new Set([selected]));
  if (visited.has(selected)) return visited;
  const more = new Set([...visited, selected]);
  setVisited(more);
  return more;
}
