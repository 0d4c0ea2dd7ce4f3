import { useEffect, useState } from 'react';
import type { ChatSession } from './chat/chatSession.ts';
import { ChatView } from './components/ChatView.tsx';
import { ConnectionBar } from './components/ConnectionBar.tsx';
import { FaultPanel } from './components/FaultPanel.tsx';
import { Icon } from './components/Icon.tsx';
import type { Demo } from './demo/demo.ts';

export function App({ session, demo }: { session: ChatSession; demo: Demo }) {
  const { client } = session;
  const [showsFaults, setShowsFaults] = useState(false);

  // Nothing to undo: the client lives as long as the page, and a second connect() finds the socket on its way.
  useEffect(() => void client.connect(), [client]);

  return (
    <div className="page">
      <header className="header">
        <h1 className="brand">
          <img src="/icon.svg" alt="" width="28" height="28" />
          chatwire
        </h1>
        <ConnectionBar client={client} />
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
      </header>
      <FaultPanel client={client} demo={demo} isOpen={showsFaults} />
      <ChatView session={session} />
    </div>
  );
}
