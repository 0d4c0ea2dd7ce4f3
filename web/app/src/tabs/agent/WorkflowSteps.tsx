import type { Step } from './chat/workflow.ts';
import { Icon, type IconName } from '../../ui/Icon.tsx';

const marks: Record<Step['state'], { words: string; icon: IconName | undefined }> = {
  waiting: { words: 'to do', icon: undefined },
  running: { words: 'running', icon: 'retry' },
  done: { words: 'done', icon: 'check' },
  stopped: { words: 'stopped', icon: 'cross' },
};

const held = { words: 'waiting for you', icon: 'clock' } as const;

interface WorkflowStepsProps {
  steps: readonly Step[];
  /** The running step waits for the user. */
  isHeld: boolean;
}

export function WorkflowSteps({ steps, isHeld }: WorkflowStepsProps) {
  return (
    <ol className="steps">
      {steps.map(({ description, state, result }, index) => {
        const { words, icon } = isHeld && state === 'running' ? held : marks[state];
        return (
          <li key={index} className="step" data-testid="workflow-step" data-state={state}>
            <span className="step-mark">
              {icon ? <Icon name={icon} /> : index + 1}
              <span className="visually-hidden">{words}:</span>
            </span>
            <span className="step-description">{description}</span>
            {result && <span className="step-result">{result}</span>}
          </li>
        );
      })}
    </ol>
  );
}
