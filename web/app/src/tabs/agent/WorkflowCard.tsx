import { useEffect, useEffectEvent } from 'react';
import type { Command, Workflow, WorkflowState } from './chat/workflow.ts';
import { Approval } from './Approval.tsx';
import { focusComposer } from './focusComposer.ts';
import { WorkflowSteps } from './WorkflowSteps.tsx';

const titles: Record<WorkflowState, string> = {
  running: 'Running',
  completed: 'Completed',
  failed: 'Failed',
  cancelled: 'Cancelled',
  lost: 'Lost',
};

interface WorkflowCardProps {
  workflow: Workflow;
  onCommand: (command: Command) => void;
}

/** A plan at work: its steps, the question it may ask, and a way to stop it (the button, or Escape). */
export function WorkflowCard({ workflow, onCommand }: WorkflowCardProps) {
  const { goal, thought, state, steps, approval, pending, summary } = workflow;
  const done = steps.filter((step) => step.state === 'done').length;
  const isRunning = state === 'running';
  const isHeld = approval !== '' && pending === undefined;
  // The buttons go away when they are pressed.
  const command = (what: Command) => {
    onCommand(what);
    focusComposer();
  };
  useEscape(isRunning && !pending, () => command('cancel'));

  return (
    <article
      className="workflow"
      aria-label={`Workflow: ${goal}`}
      data-testid="workflow"
      data-state={isHeld ? 'approval' : state}
    >
      <header className="workflow-header">
        <h3>{goal}</h3>
        <span className="workflow-state" data-state={state}>
          {isHeld ? 'Waiting for you' : titles[state]}
        </span>
      </header>
      {thought && <p className="workflow-thought">{thought}</p>}
      <progress aria-label="Steps done" max={steps.length || 1} value={done} />
      <WorkflowSteps steps={steps} isHeld={isHeld} />
      {approval && <Approval question={approval} pending={pending} onCommand={command} />}
      <footer className="workflow-footer">
        <span data-testid="workflow-summary">{summary || `${done} of ${steps.length} steps`}</span>
        {isRunning && (
          <button
            type="button"
            className="button"
            data-testid="workflow-cancel"
            disabled={pending !== undefined}
            onClick={() => command('cancel')}
          >
            {pending === 'cancel' ? 'Cancelling…' : 'Cancel'} <kbd>Esc</kbd>
          </button>
        )}
      </footer>
    </article>
  );
}

function useEscape(isActive: boolean, action: () => void): void {
  const onEscape = useEffectEvent(action);
  useEffect(() => {
    if (!isActive) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.isComposing || event.defaultPrevented) return;
      // One press, one workflow.
      event.preventDefault();
      onEscape();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [isActive]);
}
