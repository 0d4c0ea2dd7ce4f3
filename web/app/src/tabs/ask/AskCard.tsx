import { memo } from 'react';
import type { Ask } from './askStore.ts';
import { AskProblemNote } from './AskProblemNote.tsx';
import { UsageBar } from './UsageBar.tsx';

interface AskCardProps {
  ask: Ask;
  onAskAgain: () => void;
}

/** A question, and its answer or why there is none. */
export const AskCard = memo(function AskCard({ ask, onAskAgain }: AskCardProps) {
  const { question, team, status, answer, context, usage, duration, problem } = ask;
  return (
    <li className="ask-card" data-testid="ask-card" data-status={status}>
      <article aria-label={question} aria-busy={status === 'waiting'}>
        <header>
          <h3>{question}</h3>
          {team && <span className="ask-badge">{team}</span>}
        </header>
        {status === 'waiting' && (
          <p className="ask-waiting">
            <span className="visually-hidden">Waiting for the answer</span>
            <span className="ask-line" />
            <span className="ask-line" />
          </p>
        )}
        {answer !== undefined && (
          <p className="ask-answer" data-testid="answer">
            {answer}
          </p>
        )}
        {problem && <AskProblemNote problem={problem} onAskAgain={onAskAgain} />}
        {status === 'answered' && (
          <footer>
            {usage && <UsageBar usage={usage} />}
            {context && <span data-testid="context">knows {context}</span>}
            {duration !== undefined && <span>{(duration / 1000).toFixed(1)} s</span>}
          </footer>
        )}
      </article>
    </li>
  );
});
