import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { at } from './paths.mjs';

const file = at('.toolchain', 'lock');
let depth = 0;

/** One command at a time sets up and builds: `npm start` and `npm test` begun together share the work. */
export async function exclusively(work) {
  if (depth === 0) await acquire();
  depth += 1;
  try {
    return await work();
  } finally {
    depth -= 1;
    if (depth === 0) rmSync(file, { force: true });
  }
}

async function acquire() {
  mkdirSync(at('.toolchain'), { recursive: true });
  for (let told = false; ; await sleep(200)) {
    try {
      return writeFileSync(file, String(process.pid), { flag: 'wx' });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (!isAlive(owner())) rmSync(file, { force: true });
    else if (!told)
      told = !console.log(`waiting for another command (process ${owner()}) to finish setting up`);
  }
}

function owner() {
  try {
    return Number(readFileSync(file, 'utf8')) || 0;
  } catch {
    return 0;
  }
}

/** Whether that process runs and is one of ours: numbers are used again, and the dead may linger as zombies. */
function isAlive(pid) {
  if (pid === 0) return false;
  try {
    if (existsSync('/proc/self/cmdline'))
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('scripts/');
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}
