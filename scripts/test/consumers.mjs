import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { cells } from '../../tests/consumers/cells.mjs';
import { install, pack } from '../consumers/install.mjs';
import { build, use } from '../consumers/use.mjs';
import { launchChromium } from '../lib/chromium.mjs';
import { Failure } from '../lib/failure.mjs';
import { at } from '../lib/paths.mjs';
import { timed } from '../lib/progress.mjs';

/** Installs, builds and uses the package in the applications of tests/consumers: all, the quick ones, or those of these names. */
export const consumers = ({ names = [], isQuick = false } = {}) => ({
  name: 'consumers',
  async run() {
    const wanted = cells.filter(({ name, quick }) =>
      names.length > 0
        ? names.some((part) => name.toLowerCase().includes(part.toLowerCase()))
        : !isQuick || quick,
    );
    const tarball = await pack();
    const backend = await startBackend();
    const browser = wanted.some((cell) => !cell.command && !cell.test) ? await launchChromium() : undefined;
    const result = { passed: 0, failed: 0 };
    try {
      for (const group of byFolders(wanted)) {
        for (const passed of await tryOut(group, tarball, { browser, server: backend.url }))
          result[passed ? 'passed' : 'failed']++;
      }
    } finally {
      await browser?.close();
      backend.stop();
    }
    return result;
  },
});

/** Those made of the same folders share one installation. */
function byFolders(wanted) {
  const groups = new Map();
  for (const cell of wanted) {
    const key = cell.folders.join();
    groups.set(key, [...(groups.get(key) ?? []), cell]);
  }
  return [...groups.values()];
}

async function tryOut(group, tarball, places) {
  let folder;
  const results = [];
  try {
    folder = await timed(`install ${group[0].folders.join(' + ')}`, () => install(group[0], tarball));
    for (const cell of group) results.push(await succeeds(cell, folder, places));
  } catch (error) {
    console.error(error.message);
    results.push(...group.slice(results.length).map(() => false));
  } finally {
    if (folder) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
  return results;
}

async function succeeds(cell, folder, places) {
  try {
    await timed(`  ${cell.name}`, async () => {
      await build(cell, folder);
      await use(cell, folder, places);
    });
    return true;
  } catch (error) {
    console.error(error instanceof Failure ? error.message : error.stack);
    return false;
  }
}

/** The reference backend, in a process of its own. */
async function startBackend() {
  const child = spawn(process.execPath, [at('build/server/main.mjs')], {
    env: { ...process.env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(child.stdout, 'data');
  const [, address] = /http(:\/\/[^/\s]+)/.exec(String(line)) ?? [];
  if (!address) throw new Failure(`the backend did not start: ${line}`);
  return { url: `ws${address}/autobot/ws`, stop: () => child.kill('SIGKILL') };
}
