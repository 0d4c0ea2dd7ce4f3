import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Chunker } from '../chunker.js';
import type { Connection } from '../connections.js';
import { readFrames } from '../frames.js';
import { startKeepAlive } from '../keep-alive.js';
import type { Notification } from '../notification.js';
import type { SystemServices } from '../system-services.js';
import type { Dial } from '../ws-routes.js';
import { checkMessage, frame, type ClientMessage, type ServerData } from './messages.js';
import { SAMPLE_TASK, type Task } from './task.js';

/** A task that was taken. */
export interface RunningTask {
  readonly taskId: string;
  /** Resolves when it has ended, or the server has. */
  readonly ended: Promise<void>;
}

/** The `dashboard` system: one terminal, where tasks run one after the other, and all who watch it. */
export class Dashboard {
  readonly #services: SystemServices;
  readonly #watchers = new Set<Connection>();
  /** Ends when the last task has. */
  #lastTask = Promise.resolve();

  /** @param sampleInterval milliseconds between two sample tasks while somebody watches; 0 for none */
  constructor(services: SystemServices, sampleInterval: number) {
    this.#services = services;
    if (sampleInterval <= 0) return;
    const timer = setInterval(() => {
      if (this.#watchers.size > 0) this.run();
    }, sampleInterval).unref();
    services.signal.addEventListener('abort', () => clearInterval(timer));
  }

  /** The endpoint. */
  readonly open = (connection: Connection, dial: Dial): void => {
    const { tokenGate, limits, ledger, pingInterval } = this.#services;
    const name = tokenGate.admit(connection, dial, 'dashboard');
    if (name === undefined) return;
    this.#watchers.add(connection);
    connection.socket.once('close', () => this.#watchers.delete(connection));
    const welcome = { message: `Connected as ${name}`, client_count: this.#watchers.size };
    connection.sendText(frame('connected', welcome));
    readFrames<ClientMessage>(connection, limits.rateLimit, ledger, {
      check: checkMessage,
      refuse: ({ text }) =>
        connection.sendText(frame('terminal_output', { output: `${text}\n`, type: 'error' })),
      receive: () => connection.sendText(frame('pong', {})),
    });
    startKeepAlive(connection, pingInterval);
  };

  /** Queues a task: each watcher sees it wait, run and end. */
  run(task: Task = SAMPLE_TASK): RunningTask {
    const { taskId = `task-${randomUUID()}`, command = 'task', output = [], fails = false } = task;
    this.#report(taskId, 'queued', 'info', `${command} waits for its turn`);
    const ended = this.#lastTask.then(() => this.#play({ taskId, command, output, fails })).catch(() => {}); // The server ends.
    this.#lastTask = ended;
    return { taskId, ended };
  }

  /** Tells every watcher. Returns how many that reached. */
  notify({ message, title = 'Notification', level }: Notification): number {
    return this.#broadcast('notification', {
      title,
      message,
      priority: level === 'error' ? 'high' : 'normal',
    });
  }

  async #play({ taskId, command, output, fails }: Required<Task>): Promise<void> {
    const { signal } = this.#services;
    signal.throwIfAborted();
    this.#broadcast('task_status', { taskId, status: 'running' });
    this.#broadcast('terminal_output', { output: `$ ${command}\n`, type: 'info' });
    const chunker = new Chunker((text) =>
      this.#broadcast('terminal_output', { output: text, type: 'output' }),
    );
    try {
      for (const { text, after = 0 } of output) {
        if (after > 0) await sleep(after, undefined, { signal });
        chunker.write(text);
      }
    } catch (error) {
      chunker.drop();
      throw error;
    }
    chunker.flush();
    if (fails) this.#broadcast('terminal_output', { output: `${command} failed\n`, type: 'error' });
    this.#report(
      taskId,
      fails ? 'failed' : 'done',
      fails ? 'error' : 'info',
      `${command} ${fails ? 'failed' : 'is done'}`,
    );
    this.#broadcast('notification', {
      title: fails ? 'Task failed' : 'Task done',
      message: command,
      priority: fails ? 'high' : 'normal',
    });
  }

  #report(
    taskId: string,
    status: ServerData['task_status']['status'],
    level: ServerData['activity_log']['level'],
    message: string,
  ): void {
    this.#broadcast('task_status', { taskId, status });
    this.#broadcast('activity_log', { level, message, metadata: { taskId } });
  }

  #broadcast<Type extends keyof ServerData>(type: Type, data: ServerData[Type]): number {
    const text = frame(type, data);
    return [...this.#watchers].filter((connection) => connection.sendText(text)).length;
  }
}
