import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import { peers } from '../peers/index.mjs';
import { chromiumPath } from '../../scripts/lib/chromium.mjs';

/** Where and with what the figures were taken. */
export function machine() {
  const processors = cpus();
  return {
    processor: processors[0]?.model.trim() || 'unknown',
    cores: processors.length,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    system: `${type()} ${release()}`,
  };
}

/** Processes that want to run, over the last minute: above the number of cores, figures wander. */
export const load = () => Number(loadavg()[0].toFixed(1));

/** Versions of all that takes part. */
export function versions(chromium) {
  const packages = [...new Set(peers.flatMap((peer) => peer.packages)), ...tools];
  return {
    node: process.versions.node,
    ...(chromium && { chromium }),
    ...Object.fromEntries(packages.map((name) => [name, versionOf(name)])),
  };
}

const tools = ['react-use-websocket', 'zod', 'valibot', 'ajv', '@sinclair/typebox', 'react', 'vue', 'ws'];

/** From the benchmark's own packages, else from the repository's. */
function versionOf(name) {
  const folders = ['../node_modules/', '../../node_modules/'].map((path) => new URL(path, import.meta.url));
  const file = folders
    .map((folder) => new URL(`${name}/package.json`, folder))
    .find((path) => existsSync(path));
  return file ? JSON.parse(readFileSync(file, 'utf8')).version : 'not installed';
}

export function chromiumVersion() {
  if (!existsSync(chromiumPath)) return undefined;
  return execFileSync(chromiumPath, ['--version'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).match(/[\d.]+/)?.[0];
}

/** The commit that was measured; with a "+" where files differ from it. */
export function commit() {
  const git = (...args) => execFileSync('git', args, { encoding: 'utf8' }).trim();
  try {
    const changed = git('status', '--porcelain', '--', 'src', 'js-glue').length > 0;
    return `${git('rev-parse', '--short', 'HEAD')}${changed ? '+' : ''}`;
  } catch {
    return 'unknown';
  }
}
