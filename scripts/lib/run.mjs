import { spawn } from 'node:child_process';
import { environment, root } from './paths.mjs';
import { Failure } from './failure.mjs';

const children = new Set();

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
]) {
  // A stopped command leaves no compiler, unpacker or server behind: each child leads a group of its own.
  process.once(signal, () => {
    const leave = () => children.size === 0 && process.exit(code);
    for (const child of children) {
      child.once('exit', () => children.delete(child) && leave());
      process.kill(-child.pid, 'SIGTERM');
    }
    leave();
    setTimeout(() => process.exit(code), 5000).unref();
  });
}

/**
 * Runs a program and returns { code, output }. `show` passes its output on as it comes; else it is kept, and
 * shown only if the program fails. Throws a Failure on a non-zero exit unless `allowed`. After `timeout`
 * milliseconds it is killed, and so are its children.
 */
export function run(
  program,
  args,
  { show = false, allowed = false, env = {}, cwd = root, remedy = '', timeout } = {},
) {
  return new Promise((resolve, reject) => {
    const stdio = ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'];
    const child = spawn(program, args, { cwd, stdio, env: { ...environment(), ...env }, detached: true });
    children.add(child);
    const killer = timeout && setTimeout(() => process.kill(-child.pid, 'SIGKILL'), timeout);
    let output = '';
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    child.once('error', (error) => {
      children.delete(child);
      reject(new Failure(`cannot start ${program}: ${error.message}`, remedy));
    });
    child.once('close', (code, signal) => {
      children.delete(child);
      if (killer) clearTimeout(killer);
      if (code === 0 || allowed) return resolve({ code: code ?? 1, output });
      const tail = output.trimEnd().split('\n').slice(-60).join('\n');
      reject(
        new Failure(`${tail}\n${program} ${args.slice(0, 3).join(' ')} ended with ${signal ?? code}`, remedy),
      );
    });
  });
}
