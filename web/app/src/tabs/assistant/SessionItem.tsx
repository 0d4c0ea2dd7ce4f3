import type { ChatSession } from 'chatwire/stores';
import { useEffect, useRef, useState } from 'react';
import { Icon } from '../../ui/Icon.tsx';
import { RenameForm } from './RenameForm.tsx';

interface SessionItemProps {
  session: ChatSession;
  isCurrent: boolean;
  onSelect: () => void;
  onRename: (title: string) => void;
  onDelete: () => void;
}

/** One session: to be shown, renamed, and, after a second look, deleted. */
export function SessionItem({ session, isCurrent, onSelect, onRename, onDelete }: SessionItemProps) {
  const [mode, setMode] = useState<'shown' | 'renamed' | 'deleted'>('shown');
  const select = useRef<HTMLButtonElement>(null);
  const wasChanged = useRef(false);
  const title = session.title || 'New session';

  // Back from a form that is gone: the keyboard must stay somewhere.
  useEffect(() => {
    if (mode === 'shown' && wasChanged.current) select.current?.focus();
    wasChanged.current = mode !== 'shown';
  }, [mode]);

  if (mode === 'renamed') {
    return (
      <li className="session">
        <RenameForm
          title={session.title}
          onDone={(newTitle) => {
            if (newTitle) onRename(newTitle);
            setMode('shown');
          }}
        />
      </li>
    );
  }

  if (mode === 'deleted') {
    return (
      <li className="session">
        <div className="session-question" role="group" aria-label={`Delete ${title}?`}>
          <span className="session-title">Delete “{title}”?</span>
          <button type="button" className="button danger" autoFocus onClick={onDelete}>
            Delete
          </button>
          <button type="button" className="button" onClick={() => setMode('shown')}>
            Keep
          </button>
        </div>
      </li>
    );
  }

  return (
    <li className="session" data-current={isCurrent}>
      <button
        ref={select}
        type="button"
        className="session-select"
        aria-current={isCurrent ? 'true' : undefined}
        onClick={onSelect}
      >
        <span className="session-title">{title}</span>
        <span className="session-last">
          {session.isTyping ? 'Typing…' : (session.messages.at(-1)?.text ?? 'Nothing said yet')}
        </span>
      </button>
      {session.unread > 0 && (
        <span className="badge">
          {session.unread}
          <span className="visually-hidden"> unread</span>
        </span>
      )}
      <span className="session-actions">
        <button
          type="button"
          className="mini-button"
          aria-label={`Rename ${title}`}
          onClick={() => setMode('renamed')}
        >
          <Icon name="pencil" />
        </button>
        <button
          type="button"
          className="mini-button"
          aria-label={`Delete ${title}`}
          onClick={() => setMode('deleted')}
        >
          <Icon name="trash" />
        </button>
      </span>
    </li>
  );
}
