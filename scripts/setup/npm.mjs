import { at } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';
import { digest, isStamped, stamp } from '../lib/stamp.mjs';

// Inside node_modules, so that it goes when the folder goes.
const file = at('node_modules', '.chatwire-stamp');
const key = () => digest([at('package-lock.json')], [process.platform, process.arch]);

export const npmPackages = {
  title: 'npm packages',
  isFresh: () => isStamped(file, key()),
  async run() {
    const installed = key();
    // No package of ours needs its install script, so none runs.
    await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
      remedy: 'Check the network and the npm registry (npm ping), then run the command again.',
    });
    stamp(file, installed);
  },
};
