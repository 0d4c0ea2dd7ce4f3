import type { ChatClient, DashboardMessages } from 'chatwire';
import { createStore, type StoreApi } from 'zustand/vanilla';

/** `missed`: the line was cut while it waited or ran, so what became of it was not heard. */
export type TaskStatus = 'queued' | 'running' | 'done' | 'failed' | 'missed';

export interface BoardTask {
  readonly id: string;
  /** Empty until it is known. */
  readonly command: string;
  readonly status: TaskStatus;
}

export interface LogEntry {
  /** Counts the entries. */
  readonly number: number;
  readonly level: string;
  readonly message: string;
  /** Milliseconds since 1970. */
  readonly time: number;
}

/** What the backend says of its tasks: the latest first. */
export interface TaskBoard {
  readonly tasks: readonly BoardTask[];
  readonly log: readonly LogEntry[];
}

export type TaskBoardStore = StoreApi<TaskBoard>;

const MAX_TASKS = 50;
const MAX_LOG = 200;
const STATUSES: readonly string[] = ['queued', 'running', 'done', 'failed'] satisfies TaskStatus[];

export function createTaskBoard(): TaskBoardStore {
  return createStore(() => ({ tasks: [], log: [] }));
}

/** Fills the board with what the client receives from now on. */
export function bindTaskBoard(client: ChatClient<DashboardMessages>, store: TaskBoardStore): () => void {
  const stops = [
    client.subscribe('task_status', ({ payload: { taskId, status } }) =>
      store.setState((board) => withStatus(board, taskId, status)),
    ),
    client.subscribe('terminal_output', ({ payload: { output, type } }) => {
      if (type === 'info') store.setState((board) => withCommand(board, output));
    }),
    client.subscribe('activity_log', ({ payload: { level, message }, receivedAt }) =>
      store.setState((board) => withLog(board, { level, message, time: receivedAt })),
    ),
    client.on('close', ({ wasOpen }) => {
      if (wasOpen) store.setState(afterCut);
    }),
  ];
  return () => stops.forEach((stop) => stop());
}

export function withStatus(board: TaskBoard, id: string, status: string): TaskBoard {
  if (!STATUSES.includes(status)) return board;
  const known = board.tasks.find((task) => task.id === id);
  const task: BoardTask = { command: '', ...known, id, status: status as TaskStatus };
  const tasks = known
    ? board.tasks.map((each) => (each === known ? task : each))
    : [task, ...board.tasks].slice(0, MAX_TASKS);
  return { ...board, tasks };
}

/** Tasks run one after the other, so the command that the terminal shows is that of the one that runs. */
function withCommand(board: TaskBoard, output: string): TaskBoard {
  const command = /^\$ (.+)\n$/.exec(output)?.[1];
  const running = board.tasks.find(({ status }) => status === 'running');
  return command && running ? named(board, running.id, command) : board;
}

/** For a task that this page has started: its command is known before it runs. */
export function named(board: TaskBoard, id: string, command: string): TaskBoard {
  const isKnown = board.tasks.some((task) => task.id === id);
  const { tasks, log } = isKnown ? board : withStatus(board, id, 'queued');
  return { log, tasks: tasks.map((task) => (task.id === id ? { ...task, command } : task)) };
}

function withLog(board: TaskBoard, entry: Omit<LogEntry, 'number'>): TaskBoard {
  const number = (board.log[0]?.number ?? 0) + 1;
  return { ...board, log: [{ ...entry, number }, ...board.log].slice(0, MAX_LOG) };
}

function afterCut(board: TaskBoard): TaskBoard {
  const tasks = board.tasks.map((task) =>
    task.status === 'queued' || task.status === 'running' ? { ...task, status: 'missed' as const } : task,
  );
  return { ...board, tasks };
}
