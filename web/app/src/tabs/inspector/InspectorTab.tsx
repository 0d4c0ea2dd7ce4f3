import { clients } from '../../clients/clients.ts';
import { titleOf } from '../../shell/tabs.ts';
import { ConnectionBar } from '../../ui/ConnectionBar.tsx';
import { TabHeader } from '../../ui/TabHeader.tsx';

export function InspectorTab() {
  return (
    <>
      <TabHeader title="Inspector" lead="Every connection of this page" />
      <ul className="inspector">
        {clients.map(({ tab, client }) => (
          <li key={tab}>
            <h3>{titleOf(tab)}</h3>
            <ConnectionBar client={client} />
          </li>
        ))}
      </ul>
    </>
  );
}
