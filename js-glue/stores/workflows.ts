import type { WorkflowEvent } from './chatChange.ts';
import type { Workflow, WorkflowStep } from './chatState.ts';

export function newWorkflow(id: string, goal: string): Workflow {
  return { id, goal, thought: '', steps: [], current: 0, status: 'running', summary: '' };
}

/**
 * The workflow after this. After a reconnect the server tells all anew: what is over stays over, but for one that was lost,
 * which begins again.
 */
export function afterEvent(workflow: Workflow, event: WorkflowEvent): Workflow {
  if (workflow.status === 'lost' && event.type === 'started')
    return { ...workflow, status: 'running', summary: '' };
  if (workflow.status !== 'running') return workflow;
  switch (event.type) {
    case 'started':
      return workflow.goal || !event.goal ? workflow : { ...workflow, goal: event.goal };
    case 'planned':
      return workflow.steps.length > 0 ? workflow : { ...workflow, steps: event.steps.map(waiting) };
    case 'thought':
      return event.text === workflow.thought ? workflow : { ...workflow, thought: event.text };
    case 'step':
      return afterStep(workflow, event);
    case 'approval':
      return mayAsk(workflow) ? { ...workflow, approval: event.approval } : workflow;
    case 'refused':
      return withPending(workflow, undefined);
    case 'ended':
      return ended(workflow, event);
  }
}

function waiting(description: string, index: number): WorkflowStep {
  return { number: index + 1, description, status: 'waiting' };
}

/** No plan is as long: a number that a server made up must not fill the memory. */
const MOST_STEPS = 1000;

function afterStep(
  workflow: Workflow,
  { number, description, status, result, total = 0 }: Extract<WorkflowEvent, { type: 'step' }>,
): Workflow {
  if (!(Number.isInteger(number) && number >= 1 && number <= MOST_STEPS)) return workflow;
  const steps = withSteps(workflow.steps, Math.max(number, Math.min(total, MOST_STEPS)));
  const begun =
    status === 'running' && number !== workflow.current ? { ...workflow, current: number } : workflow;
  const before = steps[number - 1];
  if (!before || before.status === 'done' || before.status === status) return begun;
  const step: WorkflowStep = {
    number,
    description: before.description || description,
    status,
    ...(result !== undefined && { result }),
  };
  const changed = { ...begun, steps: steps.map((each) => (each === before ? step : each)) };
  // What the step waited for has been decided.
  return status === 'running' || number !== begun.current ? changed : withoutQuestions(changed);
}

/** So many steps, where no plan has named them. */
function withSteps(known: readonly WorkflowStep[], count: number): readonly WorkflowStep[] {
  if (known.length >= count) return known;
  return [
    ...known,
    ...Array.from({ length: count - known.length }, (_, index) => waiting('', known.length + index)),
  ];
}

/** A question of a step that is done is an old one. */
function mayAsk({ steps, current }: Workflow): boolean {
  return steps[current - 1]?.status !== 'done';
}

function ended(workflow: Workflow, { status, summary }: Extract<WorkflowEvent, { type: 'ended' }>): Workflow {
  const steps = workflow.steps.map((step): WorkflowStep =>
    step.status === 'running' ? { ...step, status: status === 'completed' ? 'done' : 'failed' } : step,
  );
  return { ...withoutQuestions(workflow), steps, status, summary };
}

function withoutQuestions({ approval: _, pending: __, ...workflow }: Workflow): Workflow {
  return workflow;
}

/** The workflow with what the user told the server to do, or without. */
export function withPending(workflow: Workflow, pending: Workflow['pending']): Workflow {
  if (workflow.status !== 'running' || workflow.pending === pending) return workflow;
  const { pending: _, ...rest } = workflow;
  return pending === undefined ? rest : { ...rest, pending };
}
