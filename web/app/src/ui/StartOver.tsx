import type { ChatStore } from 'chatwire/stores';
import { useStore } from 'zustand';
import { Icon } from './Icon.tsx';

/** Leaves the conversation for a new one, of which the server knows nothing. */
export function StartOver({ store }: { store: ChatStore }) {
  const session = useStore(store, (state) => state.sessions.find(({ id }) => id === state.currentSessionId));
  const startOver = () => {
    const { createSession, deleteSession } = store.getState();
    createSession();
    if (session) deleteSession(session.id);
  };

  return (
    <button
      type="button"
      className="button quiet"
      disabled={!session || session.messages.length === 0}
      onClick={startOver}
    >
      <Icon name="plus" />
      <span className="button-label">Start over</span>
    </button>
  );
}
