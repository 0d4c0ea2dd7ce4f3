import { createUiStore } from 'chatwire/stores';
import { bindTerminal, TerminalBuffer, terminalWriters } from 'chatwire/terminal';
import { terminalClient } from '../../clients/terminal.ts';
import { control } from '../../demo/control.ts';
import type { DemoTask } from './demoTasks.ts';
import { bindTaskBoard, createTaskBoard, named } from './taskBoard.ts';

/** What the tasks have printed, since the page was opened. It goes on while another tab is looked at. */
export const terminal = new TerminalBuffer();
export const board = createTaskBoard();
/** What the backend wants the user to see at once. */
export const notices = createUiStore();

// The tasks have a list of their own.
const messages = Object.entries(terminalWriters).filter(([type]) => type !== 'task_status');
bindTerminal(terminalClient, terminal, { messages: Object.fromEntries(messages) });
bindTaskBoard(terminalClient, board);
terminalClient.subscribe('notification', ({ payload: { title, message, priority } }) => {
  notices
    .getState()
    .toast({ title, message, level: priority === 'high' ? 'error' : 'success', duration: 5000 });
});

/** Lets the backend play a task. What it cannot, the terminal says. */
export async function run(task: DemoTask): Promise<void> {
  try {
    const { taskId } = await control<{ taskId: string }>('run', {}, task);
    board.setState((now) => named(now, taskId, task.command));
  } catch (error) {
    terminal.addLine(`${task.command}: ${error instanceof Error ? error.message : String(error)}`, 'error');
  }
}
