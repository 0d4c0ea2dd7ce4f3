import type { Workflow, WorkflowApproval } from 'chatwire/stores';
import type { ReactElement } from 'react';
import type { WorkflowLabels } from './workflowLabels.ts';

interface ApprovalProps {
  approval: WorkflowApproval;
  pending: Workflow['pending'];
  onApprove: (() => void) | undefined;
  onDeny: (() => void) | undefined;
  words: WorkflowLabels;
}

/** A step that needs the user's word. */
export function Approval({ approval, pending, onApprove, onDeny, words }: ApprovalProps): ReactElement {
  const { description, action, details } = approval;
  return (
    <div className="chatwire-approval" role="group" aria-label={words.approval}>
      <p>{description}</p>
      {action && <p className="chatwire-approval-action">{action}</p>}
      {details && Object.keys(details).length > 0 && (
        <details>
          <summary>{words.details}</summary>
          <pre className="chatwire-code">{JSON.stringify(details, null, 2)}</pre>
        </details>
      )}
      {pending ? (
        <p className="chatwire-approval-given">{words.given[pending]}</p>
      ) : (
        <div className="chatwire-approval-buttons">
          {onApprove && (
            <button type="button" className="chatwire-button" data-primary="" onClick={onApprove}>
              {words.approve}
            </button>
          )}
          {onDeny && (
            <button type="button" className="chatwire-button" onClick={onDeny}>
              {words.deny}
            </button>
          )}
        </div>
      )}
    </div>
  );
}
