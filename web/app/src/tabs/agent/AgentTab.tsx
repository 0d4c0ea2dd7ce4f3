import { useState } from 'react';
import { agentChatId, agentClient } from '../../clients/agent.ts';
import { useVisit } from '../../clients/useVisit.ts';
import { Icon } from '../../ui/Icon.tsx';
import { TabHeader } from '../../ui/TabHeader.tsx';
import { ChatSession } from './chat/chatSession.ts';
import { ChatView } from './ChatView.tsx';
import { Demo } from './demo/demo.ts';
import { FaultPanel } from './FaultPanel.tsx';

const session = new ChatSession(agentClient, agentChatId);
const demo = new Demo(agentClient);

export function AgentTab() {
  useVisit(agentClient);
  const [showsFaults, setShowsFaults] = useState(false);
  return (
    <>
      <TabHeader title="Agent" lead="Streamed answers, plans and approvals" client={agentClient}>
        <button
          type="button"
          className="button faults-toggle"
          aria-expanded={showsFaults}
          aria-controls="faults"
          data-testid="faults-toggle"
          onClick={() => setShowsFaults(!showsFaults)}
        >
          <Icon name="bolt" />
          Faults
        </button>
      </TabHeader>
      <div className="agent">
        <FaultPanel client={agentClient} demo={demo} isOpen={showsFaults} />
        <ChatView session={session} />
      </div>
    </>
  );
}
