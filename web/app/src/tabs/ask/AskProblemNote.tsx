import { Icon } from '../../ui/Icon.tsx';
import { useSecondsUntil } from '../../ui/useSecondsUntil.ts';
import type { AskProblem } from './askStore.ts';

interface AskProblemNoteProps {
  problem: AskProblem;
  onAskAgain?: () => void;
  onDismiss?: () => void;
}

/** What went wrong, and what to do about it. */
export function AskProblemNote({ problem, onAskAgain, onDismiss }: AskProblemNoteProps) {
  const { code, text, remedy, retryAt = 0 } = problem;
  const seconds = useSecondsUntil(retryAt);
  return (
    <div className="ask-problem" role="alert" data-testid="ask-problem" data-code={code}>
      <Icon name="alert" />
      <div>
        <p>
          {text} <code>{code}</code>
        </p>
        <p className="ask-remedy" data-testid="remedy">
          {remedy}
          {seconds > 0 && ` (in ${seconds} s)`}.
        </p>
      </div>
      {onAskAgain && (
        <button
          type="button"
          className="button"
          data-testid="ask-again"
          disabled={seconds > 0}
          onClick={onAskAgain}
        >
          Ask again
        </button>
      )}
      {onDismiss && (
        <button type="button" className="button icon-button" aria-label="Dismiss" onClick={onDismiss}>
          <Icon name="cross" />
        </button>
      )}
    </div>
  );
}
