import { ConnectionInspector } from 'chatwire/react/components';
import { useState } from 'react';
import { TabHeader } from '../../ui/TabHeader.tsx';
import { ConnectionList } from './ConnectionList.tsx';
import { firstConnection } from './connections.ts';
import { FaultPanel } from './FaultPanel.tsx';

/** Every connection of the page, trouble for each, and what comes of it. */
export function InspectorTab() {
  const [connection, choose] = useState(firstConnection);
  if (!connection) return null;
  return (
    <>
      <TabHeader title="Inspector" lead="Break a connection, and watch it mend" client={connection.client} />
      <div className="inspector">
        <ConnectionList chosen={connection} onChoose={choose} />
        <div className="inspector-main" key={connection.name}>
          <FaultPanel connection={connection} />
          <ConnectionInspector client={connection.client} log={connection.log} />
        </div>
      </div>
    </>
  );
}
