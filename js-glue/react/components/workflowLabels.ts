import type { Workflow, WorkflowStep } from 'chatwire/stores';

/** What a WorkflowProgress says, for other languages. */
export interface WorkflowLabels {
  /** Its name, for who cannot see it. */
  workflow: (goal: string) => string;
  status: Readonly<Record<Workflow['status'], string>>;
  /** In the place of the status while it waits for the user's word. */
  held: string;
  step: Readonly<Record<WorkflowStep['status'], string>>;
  /** The name of the bar. */
  progress: string;
  /** How far the plan has come. */
  steps: (done: number, count: number) => string;
  approval: string;
  details: string;
  approve: string;
  deny: string;
  /** What the user has decided, until the server knows it. */
  given: Readonly<Record<NonNullable<Workflow['pending']>, string>>;
  cancel: string;
  cancelling: string;
}

export const workflowLabels: WorkflowLabels = {
  workflow: (goal) => `Workflow: ${goal}`,
  status: {
    running: 'Running',
    completed: 'Completed',
    failed: 'Failed',
    cancelled: 'Cancelled',
    lost: 'Lost',
  },
  held: 'Waiting for you',
  step: { waiting: 'to do', running: 'running', done: 'done', failed: 'failed' },
  progress: 'Steps done',
  steps: (done, count) => `${done} of ${count} steps`,
  approval: 'Approval',
  details: 'Details',
  approve: 'Approve',
  deny: 'Deny',
  given: { approve: 'You approved.', deny: 'You denied.', cancel: 'You cancelled.' },
  cancel: 'Cancel',
  cancelling: 'Cancelling…',
};
