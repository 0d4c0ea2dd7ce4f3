import { cpSync, existsSync, mkdtempSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { newerNodePath } from '../setup/newerNode.mjs';
import { at } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';

/** The package in a checkout, which is built, as `npm publish` would send it. Returns the tarball's path. */
export async function pack(root = at()) {
  const folder = join(root, 'build/consumers');
  mkdirSync(folder, { recursive: true });
  const options = ['--json', '--ignore-scripts', '--pack-destination', folder];
  const { output } = await run('npm', ['pack', ...options], { cwd: root });
  const [{ filename }] = JSON.parse(output.slice(output.indexOf('[\n')));
  return join(folder, filename);
}

/**
 * A copy of an application outside of the repository, where nothing of ours is on the way of a module's resolution, with the
 * tarball installed beside what its lock file names. Returns its folder.
 */
export async function install({ folders, newerNode }, tarball) {
  const target = mkdtempSync(join(tmpdir(), 'chatwire-consumer-'));
  for (const folder of folders) cpSync(at('tests/consumers', folder), target, { recursive: true });
  const env = environmentOf(target, newerNode);
  const quiet = ['--no-audit', '--no-fund'];
  // Not `npm ci`: it refuses a lock file without the programs of other platforms, which not every registry mirror has.
  if (existsSync(join(target, 'package.json'))) await run('npm', ['install', ...quiet], { cwd: target, env });
  await run('npm', ['install', '--no-save', '--no-package-lock', ...quiet, tarball], { cwd: target, env });
  return target;
}

/** The application's own tools before any others, and none of ours. */
export function environmentOf(folder, newerNode = false) {
  const own = join(folder, 'node_modules/.bin');
  const node = newerNode ? `${dirname(newerNodePath())}:` : '';
  return {
    PATH: `${own}:${node}${process.env.PATH}`,
    NEXT_TELEMETRY_DISABLED: '1',
    NUXT_TELEMETRY_DISABLED: '1',
    CI: '1',
  };
}
