import type { Command } from './chat/workflow.ts';

interface ApprovalProps {
  question: string;
  pending: Command | undefined;
  onCommand: (command: Command) => void;
}

/** A step that needs the user's word. */
export function Approval({ question, pending, onCommand }: ApprovalProps) {
  return (
    <div className="approval" role="group" aria-label="Approval" data-testid="approval">
      <p>{question}</p>
      {pending === undefined ? (
        <div className="approval-buttons">
          <button
            type="button"
            className="button primary"
            data-testid="approve"
            onClick={() => onCommand('approve')}
          >
            Approve
          </button>
          <button type="button" className="button" data-testid="reject" onClick={() => onCommand('reject')}>
            Reject
          </button>
        </div>
      ) : (
        <p className="approval-given">{given[pending]}</p>
      )}
    </div>
  );
}

const given: Record<Command, string> = {
  approve: 'You approved.',
  reject: 'You rejected.',
  cancel: 'You cancelled.',
};
