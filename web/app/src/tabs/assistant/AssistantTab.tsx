import { useEffect } from 'react';
import { assistantClient, setAssistantUser } from '../../clients/assistant.ts';
import { useVisit } from '../../clients/useVisit.ts';
import { TabHeader } from '../../ui/TabHeader.tsx';

export function AssistantTab() {
  useEffect(() => setAssistantUser('ann'), []);
  useVisit(assistantClient);
  return (
    <>
      <TabHeader title="Assistant" lead="Sessions of a signed-in user" client={assistantClient} />
      <p className="empty">
        This tab shows the connection to the <code>wazuh</code> system, and nothing else yet.
      </p>
    </>
  );
}
