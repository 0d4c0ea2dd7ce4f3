import { useState } from 'react';
import { useStore } from 'zustand';
import { board } from './dashboard.ts';
import type { LogEntry } from './taskBoard.ts';

/** What the backend notes, with its level. */
export function ActivityLog() {
  const { log } = useStore(board);
  const [showsErrorsOnly, setShowsErrorsOnly] = useState(false);
  const shown = showsErrorsOnly ? log.filter(({ level }) => level === 'error') : log;
  return (
    <section className="card" aria-labelledby="activity-title">
      <header className="card-header">
        <h3 id="activity-title">Activity</h3>
        <label className="check">
          <input
            type="checkbox"
            data-testid="errors-only"
            checked={showsErrorsOnly}
            onChange={(event) => setShowsErrorsOnly(event.target.checked)}
          />
          errors only
        </label>
      </header>
      {shown.length === 0 ? (
        <p className="card-text">Nothing to tell.</p>
      ) : (
        <ol className="activity" tabIndex={0} aria-label="Activity, the latest first">
          {shown.map((entry) => (
            <LogRow key={entry.number} entry={entry} />
          ))}
        </ol>
      )}
    </section>
  );
}

function LogRow({ entry: { level, message, time } }: { entry: LogEntry }) {
  return (
    <li className="log-entry" data-testid="log-entry" data-level={level}>
      <span className="log-level">{level}</span>
      <span className="log-message">{message}</span>
      <time dateTime={new Date(time).toISOString()}>{clock.format(time)}</time>
    </li>
  );
}

const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
