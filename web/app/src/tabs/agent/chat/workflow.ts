export interface Step {
  readonly description: string;
  readonly state: 'waiting' | 'running' | 'done' | 'stopped';
  readonly result: string;
}

/** What the user told the server to do, and the server has not done yet. */
export type Command = 'approve' | 'reject' | 'cancel';

/** `lost`: the server does not know it any more. */
export type WorkflowState = 'running' | 'completed' | 'failed' | 'cancelled' | 'lost';

/** A plan that the server carries out step by step. */
export interface Workflow {
  readonly kind: 'workflow';
  readonly id: string;
  readonly goal: string;
  readonly thought: string;
  readonly state: WorkflowState;
  readonly steps: readonly Step[];
  /** The step started last, from 1; 0 before the first. */
  readonly current: number;
  /** The question that the current step waits for; empty when it waits for none. */
  readonly approval: string;
  readonly pending: Command | undefined;
  /** How it ended, in words. */
  readonly summary: string;
}

export function newWorkflow(id: string, goal: string): Workflow {
  return {
    kind: 'workflow',
    id,
    goal,
    thought: '',
    state: 'running',
    steps: [],
    current: 0,
    approval: '',
    pending: undefined,
    summary: '',
  };
}

export function planned(workflow: Workflow, descriptions: readonly string[]): Workflow {
  if (workflow.steps.length > 0) return workflow;
  const steps = descriptions.map((description): Step => ({ description, state: 'waiting', result: '' }));
  return { ...workflow, steps };
}

/** After a reconnect the server tells all steps again: one that is done stays done. */
export function stepStarted(workflow: Workflow, number: number): Workflow {
  return { ...workflow, current: number, steps: withStep(workflow, number, 'running') };
}

export function stepDone(workflow: Workflow, number: number, result: string): Workflow {
  const steps = withStep(workflow, number, 'done', result);
  if (number !== workflow.current) return { ...workflow, steps };
  return { ...workflow, steps, approval: '', pending: undefined };
}

export function approvalAsked(workflow: Workflow, question: string): Workflow {
  const isOver = workflow.steps[workflow.current - 1]?.state === 'done';
  return isOver ? workflow : { ...workflow, approval: question };
}

export function ended(
  workflow: Workflow,
  state: Exclude<WorkflowState, 'running'>,
  summary: string,
): Workflow {
  const steps = withStep(workflow, workflow.current, 'stopped');
  return { ...workflow, state, summary, steps, approval: '', pending: undefined };
}

function withStep({ steps }: Workflow, number: number, state: Step['state'], result = ''): readonly Step[] {
  return steps.map((step, index) =>
    index === number - 1 && step.state !== 'done' ? { ...step, state, result } : step,
  );
}
