import { useState } from 'react';
import { Icon } from '../../ui/Icon.tsx';

/** Each team has a conversation of its own: what one was told, the other does not know. */
const teams = ['', 'red', 'blue'];
const MAX_LENGTH = 32_768;

export function AskForm({ onAsk }: { onAsk: (question: string, team: string) => void }) {
  const [draft, setDraft] = useState('');
  const [team, setTeam] = useState('');
  const question = draft.trim();

  return (
    <form
      className="ask-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!question) return;
        setDraft('');
        onAsk(question, team);
      }}
    >
      <label className="visually-hidden" htmlFor="question">
        Question
      </label>
      <input
        id="question"
        className="ask-input"
        data-testid="question"
        placeholder="Ask a question"
        autoComplete="off"
        enterKeyHint="send"
        maxLength={MAX_LENGTH}
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
      />
      <label className="ask-team">
        <span>Team</span>
        <select value={team} data-testid="team" onChange={(event) => setTeam(event.target.value)}>
          {teams.map((name) => (
            <option key={name} value={name}>
              {name || 'everybody'}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" className="button primary" data-testid="ask" aria-disabled={!question}>
        <Icon name="send" />
        Ask
      </button>
    </form>
  );
}
