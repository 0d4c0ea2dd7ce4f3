import { useStore } from 'zustand';
import { Icon, type IconName } from '../../ui/Icon.tsx';
import { board } from './dashboard.ts';
import type { BoardTask, TaskStatus } from './taskBoard.ts';

const looks: Record<TaskStatus, { words: string; icon: IconName }> = {
  queued: { words: 'Waiting', icon: 'clock' },
  running: { words: 'Running', icon: 'retry' },
  done: { words: 'Done', icon: 'check' },
  failed: { words: 'Failed', icon: 'cross' },
  missed: { words: 'Missed: the line was cut', icon: 'offline' },
};

/** What was started, here or elsewhere, and what became of it. */
export function TaskList() {
  const { tasks } = useStore(board);
  return (
    <section className="card" aria-labelledby="tasks-title">
      <header className="card-header">
        <h3 id="tasks-title">Tasks</h3>
        <span className="card-text">one after the other</span>
      </header>
      {tasks.length === 0 ? (
        <p className="card-text">None so far: run one.</p>
      ) : (
        <ul className="tasks" tabIndex={0} aria-label="Tasks, the latest first">
          {tasks.map((task) => (
            <TaskRow key={task.id} task={task} />
          ))}
        </ul>
      )}
    </section>
  );
}

function TaskRow({ task: { id, command, status } }: { task: BoardTask }) {
  const { words, icon } = looks[status];
  return (
    <li className="task" data-testid="task" data-status={status}>
      <span className="task-mark">
        <Icon name={icon} />
      </span>
      <code>{command || id}</code>
      <span className="task-status">{words}</span>
    </li>
  );
}
