import type { Question, QuestionStatus } from './chat/turn.ts';
import { Icon, type IconName } from '../../ui/Icon.tsx';

const marks: Record<QuestionStatus, { words: string; icon: IconName }> = {
  queued: { words: 'Queued', icon: 'clock' },
  sent: { words: 'Sent', icon: 'check' },
  answered: { words: 'Answered', icon: 'checks' },
  dropped: { words: 'Not sent', icon: 'alert' },
};

interface QuestionBubbleProps {
  question: Question;
  onAskAgain: () => void;
}

export function QuestionBubble({ question: { text, status, problem }, onAskAgain }: QuestionBubbleProps) {
  const { words, icon } = marks[status];
  return (
    <article
      className="message question"
      aria-label="You"
      data-testid="message"
      data-role="user"
      data-status={status}
    >
      <p className="bubble">{text}</p>
      <footer className="mark">
        <Icon name={icon} />
        <span title={problem || undefined}>{words}</span>
        {status === 'dropped' && (
          <button type="button" className="link" data-testid="send-again" onClick={onAskAgain}>
            Send again
          </button>
        )}
      </footer>
    </article>
  );
}
