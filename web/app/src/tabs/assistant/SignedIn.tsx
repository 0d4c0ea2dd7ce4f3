import { useRef, useState } from 'react';
import { assistantClient } from '../../clients/assistant.ts';
import { useVisit } from '../../clients/useVisit.ts';
import { Conversation } from '../../ui/Conversation.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Suggestions } from '../../ui/Suggestions.tsx';
import { TabHeader } from '../../ui/TabHeader.tsx';
import { signOut, type Account } from './account.ts';
import { Notifications } from './Notifications.tsx';
import { SessionList } from './SessionList.tsx';

const suggestions = [
  'How does the queue work?',
  'What is 12 * (3 + 4)?',
  'What happens when the line is cut?',
];

/** What a signed-in user sees: the sessions, the current one's messages, and what the server announces. */
export function SignedIn({ account }: { account: Account }) {
  const { user, chat, ui } = account;
  useVisit(assistantClient);
  const [showsSessions, setShowsSessions] = useState(false);
  const toggle = useRef<HTMLButtonElement>(null);
  const closeSessions = () => {
    if (!showsSessions) return;
    setShowsSessions(false);
    toggle.current?.focus();
  };

  return (
    <>
      <TabHeader title="Assistant" lead={`Signed in as ${user}`} client={assistantClient}>
        <button
          ref={toggle}
          type="button"
          className="button quiet sessions-toggle"
          aria-expanded={showsSessions}
          aria-controls="sessions"
          onClick={() => setShowsSessions(!showsSessions)}
        >
          <Icon name="list" />
          <span className="button-label">Sessions</span>
        </button>
        <Notifications store={ui} />
        <button type="button" className="button quiet" onClick={signOut}>
          <Icon name="leave" />
          <span className="button-label">Sign out</span>
        </button>
      </TabHeader>
      <div className="assistant" data-shows-sessions={showsSessions}>
        <SessionList store={chat} onClose={closeSessions} />
        <Conversation
          stores={account}
          placeholder="Write to the assistant"
          emptyState={
            <Suggestions
              title={`Hello, ${user}`}
              text="What you write while the line is down is delivered when it is back."
              suggestions={suggestions}
              onPick={(text) => chat.getState().sendMessage(text)}
            />
          }
        />
      </div>
    </>
  );
}
