import type { Workflow, WorkflowStep } from 'chatwire/stores';
import { useRef, type ReactElement } from 'react';
import { Approval } from './Approval.tsx';
import { Icon, type IconName } from './Icon.tsx';
import { workflowLabels, type WorkflowLabels } from './workflowLabels.ts';

/** Properties of `WorkflowProgress`. */
export interface WorkflowProgressProps {
  workflow: Workflow;
  /** Without these, there are no buttons. */
  onApprove?: (() => void) | undefined;
  /** The user says no to the plan. */
  onDeny?: (() => void) | undefined;
  /** The user stops the plan. */
  onCancel?: (() => void) | undefined;
  /** Other words. Default: English ones. */
  labels?: Partial<WorkflowLabels> | undefined;
}

/**
 * A plan at work: its steps, the question that it may ask, and a way to stop it. It decides nothing: what the user wants is told
 * by the callbacks. A screen reader hears of changes of its state, not of each step.
 */
export function WorkflowProgress({
  workflow,
  onApprove,
  onDeny,
  onCancel,
  labels,
}: WorkflowProgressProps): ReactElement {
  const { goal, thought, status, steps, approval, pending, summary } = workflow;
  const words = { ...workflowLabels, ...labels };
  const place = useRef<HTMLElement>(null);
  const done = steps.filter((step) => step.status === 'done').length;
  const isHeld = approval !== undefined && pending === undefined && status === 'running';

  // The buttons go away when they are pressed: the keyboard must stay somewhere.
  const stay = (action: (() => void) | undefined) =>
    action &&
    (() => {
      place.current?.focus();
      action();
    });

  return (
    <article
      ref={place}
      className="chatwire chatwire-workflow"
      aria-label={words.workflow(goal)}
      tabIndex={-1}
      data-status={status}
      data-held={isHeld || undefined}
    >
      <header className="chatwire-workflow-header">
        <p className="chatwire-workflow-goal">{goal}</p>
        <p className="chatwire-workflow-state" role="status">
          {isHeld ? words.held : words.status[status]}
        </p>
      </header>
      {thought && <p className="chatwire-workflow-thought">{thought}</p>}
      {steps.length > 0 && (
        <>
          <progress
            className="chatwire-workflow-progress"
            aria-label={words.progress}
            max={steps.length}
            value={done}
          />
          <ol className="chatwire-workflow-steps">
            {steps.map((step) => (
              <Step key={step.number} step={step} isHeld={isHeld} words={words} />
            ))}
          </ol>
        </>
      )}
      {approval && status === 'running' && (
        <Approval
          approval={approval}
          pending={pending}
          onApprove={stay(onApprove)}
          onDeny={stay(onDeny)}
          words={words}
        />
      )}
      <footer className="chatwire-workflow-footer">
        <span>{summary || (steps.length > 0 && words.steps(done, steps.length))}</span>
        {status === 'running' && onCancel && (
          <button
            type="button"
            className="chatwire-button"
            disabled={pending !== undefined}
            onClick={stay(onCancel)}
          >
            {pending === 'cancel' ? words.cancelling : words.cancel}
          </button>
        )}
      </footer>
    </article>
  );
}

const marks: Record<WorkflowStep['status'], IconName | undefined> = {
  waiting: undefined,
  running: 'retry',
  done: 'check',
  failed: 'cross',
};

interface StepProps {
  step: WorkflowStep;
  /** The running step waits for the user. */
  isHeld: boolean;
  words: WorkflowLabels;
}

function Step({ step: { number, description, status, result }, isHeld, words }: StepProps): ReactElement {
  const isWaitingForUser = isHeld && status === 'running';
  const icon = isWaitingForUser ? 'clock' : marks[status];
  return (
    <li className="chatwire-workflow-step" data-status={status}>
      <span className="chatwire-workflow-mark">
        {icon ? <Icon name={icon} /> : number}
        <span className="chatwire-hidden">{isWaitingForUser ? words.held : words.step[status]}: </span>
      </span>
      <span className="chatwire-workflow-description">{description}</span>
      {result && <span className="chatwire-workflow-result">{result}</span>}
    </li>
  );
}
