import type { ChatStore } from 'chatwire/stores';
import { useRef, type KeyboardEvent } from 'react';
import { useStore } from 'zustand';
import { Icon } from '../../ui/Icon.tsx';
import { SessionItem } from './SessionItem.tsx';

interface SessionListProps {
  store: ChatStore;
  /** A session was chosen, or Escape pressed: on a small screen the list makes room. */
  onClose: () => void;
}

/** The user's sessions, newest first. */
export function SessionList({ store, onClose }: SessionListProps) {
  const { sessions, currentSessionId } = useStore(store);
  const { createSession, selectSession, renameSession, deleteSession } = store.getState();
  const newButton = useRef<HTMLButtonElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && !event.defaultPrevented) onClose();
  };

  return (
    <nav id="sessions" className="sessions" aria-label="Sessions" onKeyDown={onKeyDown}>
      <button
        ref={newButton}
        type="button"
        className="button sessions-new"
        onClick={() => {
          createSession();
          onClose();
        }}
      >
        <Icon name="plus" />
        New session
      </button>
      {sessions.length === 0 && <p className="hint">What you write begins the first one.</p>}
      <ul className="sessions-list">
        {[...sessions].reverse().map((session) => (
          <SessionItem
            key={session.id}
            session={session}
            isCurrent={session.id === currentSessionId}
            onSelect={() => {
              selectSession(session.id);
              onClose();
            }}
            onRename={(title) => renameSession(session.id, title)}
            onDelete={() => {
              deleteSession(session.id);
              newButton.current?.focus();
            }}
          />
        ))}
      </ul>
    </nav>
  );
}
