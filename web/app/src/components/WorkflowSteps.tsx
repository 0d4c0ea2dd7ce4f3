import type { Step } from '../chat/workflow.ts';
import { Icon, type IconName } from './Icon.tsx';

const marks: Record<Step['state'], { words: string; icon: IconName | undefined }> = {
  waiting: { words: 'to do', icon: undefined },
  running: { words: 'running', icon: 'retry' },
  done: { words: 'done', icon: 'check' },
  stopped: { words: 'stopped', icon: 'cross' },
};

export function WorkflowSteps({ steps }: { steps: readonly Step[] }) {
  return (
    <ol className="steps">
      {steps.map(({ description, state, result }, index) => {
        const { words, icon } = marks[state];
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
