import { at } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';
import { digest, isStamped, stamp } from '../lib/stamp.mjs';

/** What a lock file names, installed beside it, by this command of npm. */
function packagesOf(title, folder, command = ['ci']) {
  // Inside node_modules, so that it goes when the folder goes.
  const file = at(...folder, 'node_modules', '.chatwire-stamp');
  const key = () => digest([at(...folder, 'package-lock.json')], [process.platform, process.arch]);
  return {
    title,
    isFresh: () => isStamped(file, key()),
    async run() {
      const installed = key();
      // No package of ours needs its install script, so none runs.
      await run('npm', [...command, '--ignore-scripts', '--no-audit', '--no-fund'], {
        cwd: at(...folder),
        remedy: 'Check the network and the npm registry (npm ping), then run the command again.',
      });
      stamp(file, installed);
    },
  };
}

export const npmPackages = packagesOf('npm packages', []);
export const peerPackages = packagesOf('packages to compare with', ['bench']);
export const packageCheckPackages = packagesOf('package checks', ['scripts', 'package']);
// Not `npm ci`: it refuses a lock file without the programs of other platforms, which not every registry mirror has.
export const docsPackages = packagesOf('site generator', ['web', 'docs'], ['install', '--no-save']);
export const asyncapiPackages = packagesOf('AsyncAPI parser', ['scripts', 'asyncapi']);
