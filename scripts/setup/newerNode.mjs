import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { at } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';
import { discard } from '../lib/stamp.mjs';

const version = '24.21.0';
const name = `node-${process.platform}-${process.arch}`;
const folder = at('.toolchain', `node-${version}`);
const binary = join(folder, 'node_modules', name, 'bin/node');

/**
 * A Node with a WebSocket of its own, for the test that the package needs no `ws` there. Node is on the npm registry as
 * one package for each platform; this one has nothing to install but its files.
 */
export const newerNode = {
  title: `Node ${version} for tests`,
  isFresh: () => hasOwnWebSocket() || existsSync(binary),
  async run() {
    const part = `${folder}.part`;
    discard(part);
    mkdirSync(part, { recursive: true });
    await run(
      'npm',
      ['install', '--prefix', part, '--no-save', '--ignore-scripts', '--no-audit', `${name}@${version}`],
      {
        remedy: 'Run the tests under Node 22 or later instead: they need no second one then.',
      },
    );
    discard(folder);
    renameSync(part, folder);
  },
};

/** The program to run such a test with. */
export const newerNodePath = () => (hasOwnWebSocket() ? process.execPath : binary);

const hasOwnWebSocket = () => Number(process.versions.node.split('.')[0]) >= 22;
