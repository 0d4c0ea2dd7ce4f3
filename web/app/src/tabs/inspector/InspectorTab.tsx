import { ConnectionStatus } from 'chatwire/react/components';
import { clients } from '../../clients/clients.ts';
import { titleOf } from '../../shell/tabs.ts';
import { TabHeader } from '../../ui/TabHeader.tsx';

export function InspectorTab() {
  return (
    <>
      <TabHeader title="Inspector" lead="Every connection of this page" />
      <ul className="inspector">
        {clients.map(({ tab, client }) => (
          <li key={tab}>
            <h3>{titleOf(tab)}</h3>
            <ConnectionStatus client={client} />
          </li>
        ))}
      </ul>
    </>
  );
}
