import { ChatProvider } from 'chatwire/react';
import { useState } from 'react';
import { agentClient } from '../../clients/agent.ts';
import { useVisit } from '../../clients/useVisit.ts';
import { bindStores } from '../../ui/bindStores.ts';
import { Conversation } from '../../ui/Conversation.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { StartOver } from '../../ui/StartOver.tsx';
import { Suggestions } from '../../ui/Suggestions.tsx';
import { TabHeader } from '../../ui/TabHeader.tsx';
import { AnswerDetails } from './AnswerDetails.tsx';
import { Insights } from './Insights.tsx';

const stores = bindStores(agentClient, 'agent');
const send = (text: string) => void stores.chat.getState().sendMessage(text);

const suggestions = [
  'What happens when the line is cut?',
  'Deploy the docs to staging',
  'Show me a command',
  'Show me diagnostics',
];

/** The `autobot` system: answers that stream in, and workflows that ask before they act. */
export function AgentTab() {
  useVisit(agentClient);
  const [showsInsights, setShowsInsights] = useState(false);
  return (
    <ChatProvider client={agentClient}>
      <TabHeader title="Agent" lead="Streamed answers, plans and approvals" client={agentClient}>
        <button
          type="button"
          className="button quiet insights-toggle"
          aria-expanded={showsInsights}
          aria-controls="insights"
          onClick={() => setShowsInsights(!showsInsights)}
        >
          <Icon name="info" />
          <span className="button-label">Insights</span>
        </button>
        <StartOver store={stores.chat} />
      </TabHeader>
      <div className="agent">
        <Insights store={stores.ui} isOpen={showsInsights} onAsk={send} />
        <Conversation
          stores={stores}
          placeholder="Write to the agent"
          renderDetails={AnswerDetails}
          emptyState={
            <Suggestions
              title="An agent that survives a bad line"
              text="Ask something, then cut the line while the answer comes in."
              suggestions={suggestions}
              onPick={send}
            />
          }
        />
      </div>
    </ChatProvider>
  );
}
