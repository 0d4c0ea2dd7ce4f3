import { useState } from 'react';

interface RenameFormProps {
  title: string;
  /** With the new title; empty: it stays as it is. */
  onDone: (title: string) => void;
}

/** Enter takes the new title, Escape the old one. */
export function RenameForm({ title, onDone }: RenameFormProps) {
  const [draft, setDraft] = useState(title);
  return (
    <form
      className="session-rename"
      onSubmit={(event) => {
        event.preventDefault();
        onDone(draft.trim());
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        onDone('');
      }}
    >
      <input
        className="text-input"
        aria-label="Title of the session"
        autoFocus
        maxLength={80}
        value={draft}
        onFocus={(event) => event.target.select()}
        onChange={(event) => setDraft(event.target.value)}
      />
      <button type="submit" className="button">
        Save
      </button>
    </form>
  );
}
