import { createChatClient, type ChatClient, type DashboardMessages } from 'chatwire';
import { afterEach, expect, it } from 'vitest';
import {
  bindTaskBoard,
  createTaskBoard,
  named,
  withStatus,
  type TaskBoard,
  type TaskBoardStore,
} from '../../../web/app/src/tabs/terminal/taskBoard.ts';
import { startServer, type ReferenceServer } from '../../../web/server/server.ts';
import { until } from '../../support/until.ts';

const empty: TaskBoard = { tasks: [], log: [] };

let server: ReferenceServer | undefined;
let client: ChatClient<DashboardMessages> | undefined;

afterEach(async () => {
  client?.destroy();
  await server?.close();
  client = server = undefined;
});

async function watching(): Promise<TaskBoardStore> {
  server = await startServer();
  const token = server.issueToken({ subject: 'ann' });
  client = createChatClient({
    url: server.urlOf('dashboard'),
    profile: 'dashboard',
    auth: { query: { token } },
  });
  const board = createTaskBoard();
  bindTaskBoard(client, board);
  await client.connect();
  return board;
}

it('follows a task that somebody else has started, and learns its command from the terminal', async () => {
  const board = await watching();
  await server?.dashboard.run({ taskId: 't', command: 'make', fails: true }).ended;
  await until(() => board.getState().tasks[0]?.status === 'failed', 'the task to end');
  expect(board.getState().tasks).toEqual([{ id: 't', command: 'make', status: 'failed' }]);
  await until(() => board.getState().log.length === 2, 'the activity');
  expect(board.getState().log.map(({ level, number }) => [level, number])).toEqual([
    ['error', 2],
    ['info', 1],
  ]);
});

it('takes what was under way when the line was cut for missed, until more of it is heard', async () => {
  const board = await watching();
  server?.dashboard.run({ taskId: 'done', output: [] });
  server?.dashboard.run({ taskId: 'long', output: [{ text: 'end', after: 10_000 }] });
  await until(() => board.getState().tasks[0]?.status === 'running', 'the task to run');
  server?.faults.cut();
  await until(() => board.getState().tasks[0]?.status === 'missed', 'the cut');
  expect(board.getState().tasks[1]).toMatchObject({ id: 'done', status: 'done' });
  board.setState((now) => withStatus(now, 'long', 'done'));
  expect(board.getState().tasks[0]?.status).toBe('done');
});

it('names a task of its own, whether the answer or the first status comes first', () => {
  const task = { id: 't', command: 'make', status: 'queued' };
  expect(named(withStatus(empty, 't', 'queued'), 't', 'make').tasks).toEqual([task]);
  expect(withStatus(named(empty, 't', 'make'), 't', 'queued').tasks).toEqual([task]);
});

it('keeps the latest 50 tasks, and shows no status that it does not know', () => {
  let board = empty;
  for (let number = 1; number <= 51; number++) board = withStatus(board, `${number}`, 'done');
  expect(board.tasks).toHaveLength(50);
  expect(board.tasks[0]?.id).toBe('51');
  expect(withStatus(board, '51', 'confused')).toBe(board);
});
