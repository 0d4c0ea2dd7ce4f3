import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { afterAll } from 'vitest';
import { python } from '../../scripts/lib/python.mjs';

/** A FastAPI server (web/server-fastapi) in a process of its own. */
export interface FastapiServer {
  /** Such as `http://127.0.0.1:41234`. */
  readonly url: string;
  readonly pid: number;
  /** Resolves to the exit code when the process has ended; negative: the signal that ended it. */
  readonly exited: Promise<number>;
  /** How many asyncio tasks it has now. */
  readonly countTasks: () => Promise<number>;
  /** What it has logged so far. */
  readonly log: () => string;
  /** Kills it. Rejects with the log if that tells of a fault: an exception, or a task that nobody waited for. */
  readonly stop: () => Promise<void>;
}

type Report =
  | { readonly id: number; readonly pid: number; readonly url: string }
  | { readonly id: number; readonly tasks: number }
  | { readonly id: number; readonly exit: number };

const repository = join(import.meta.dirname, '../..');
const FAULT = /Traceback|was never awaited|was never retrieved|was destroyed but it is pending/;

let nursery: Nursery | undefined;

afterAll(() => {
  nursery?.end();
  nursery = undefined;
});

/** Starts a server on a free port with these environment variables. Rejects with its log if it does not start. */
export function startFastapi(environment: Readonly<Record<string, string>>): Promise<FastapiServer> {
  nursery ??= new Nursery();
  return nursery.start({ ...environment, PORT: '0' });
}

/** The process that imports everything once and is forked for each server: that saves most of a second each time. */
class Nursery {
  readonly #process: ChildProcessByStdio<Writable, Readable, null>;
  readonly #folder = mkdtempSync(join(tmpdir(), 'chatwire-fastapi-'));
  readonly #listeners = new Map<number, (report: Report) => void>();
  #lastId = 0;
  #isClosed = false;

  constructor() {
    this.#process = spawn(python, [join(import.meta.dirname, 'fastapi_nursery.py')], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: {
        ...process.env,
        PYTHONPATH: join(repository, 'web/server-fastapi'),
        PYTHONPYCACHEPREFIX: join(repository, 'build/pycache'),
      },
    });
    createInterface(this.#process.stdout).on('line', (line) => {
      const report = JSON.parse(line) as Report;
      this.#listeners.get(report.id)?.(report);
    });
    this.#process.once('close', () => {
      this.#isClosed = true;
      for (const [id, listener] of this.#listeners) listener({ id, exit: 1 });
    });
  }

  start(environment: Readonly<Record<string, string>>): Promise<FastapiServer> {
    if (this.#isClosed)
      return Promise.reject(new Error('The nursery of FastAPI servers has ended; see above.'));
    this.#lastId += 1;
    const id = this.#lastId;
    const file = join(this.#folder, `${id}.log`);
    const log = () => (existsSync(file) ? readFileSync(file, 'utf8') : '');
    return new Promise((resolve, reject) => {
      const counted: ((tasks: number) => void)[] = [];
      let settleExit: (code: number) => void;
      const exited = new Promise<number>((settle) => (settleExit = settle));
      const startedBy = ({ url, pid }: { readonly url: string; readonly pid: number }): FastapiServer => ({
        url,
        pid,
        exited,
        log,
        countTasks: () => {
          process.kill(pid, 'SIGUSR1');
          return new Promise((settle) => counted.push(settle));
        },
        stop: async () => {
          if (this.#listeners.has(id)) process.kill(pid, 'SIGKILL');
          await exited;
          if (FAULT.test(log())) throw new Error(`A FastAPI server had a fault: ${log()}`);
        },
      });
      this.#listeners.set(id, (report) => {
        if ('url' in report) return resolve(startedBy(report));
        if ('tasks' in report) return counted.shift()?.(report.tasks);
        this.#listeners.delete(id);
        reject(new Error(`A FastAPI server did not start: ${log()}`));
        settleExit(report.exit);
      });
      this.#process.stdin.write(`${JSON.stringify({ id, environment, log: file })}\n`);
    });
  }

  end(): void {
    this.#process.stdin.end();
    rmSync(this.#folder, { recursive: true });
  }
}
