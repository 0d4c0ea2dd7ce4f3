import { Icon } from '../../ui/Icon.tsx';
import { run } from './dashboard.ts';
import { demoTasks } from './demoTasks.ts';

/** Tasks to start: what each prints shows another thing that a terminal must get right. */
export function Commands() {
  return (
    <div className="commands" role="group" aria-label="Run a task">
      {Object.entries(demoTasks).map(([name, task]) => (
        <button
          key={name}
          type="button"
          className="command"
          data-testid={`run-${name}`}
          onClick={() => void run(task)}
        >
          <Icon name="play" />
          <code>{task.command}</code>
        </button>
      ))}
    </div>
  );
}
