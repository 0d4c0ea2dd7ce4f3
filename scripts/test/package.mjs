import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { at } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';
import { entrySizes } from './entrySizes.mjs';

const tool = (path) => at('scripts/package/node_modules', path);

/** What no TypeScript resolves: a Worker's script, a stylesheet, a module's bytes. */
const FILES = ['worker.js', 'plain/worker.js', 'styles.css', 'core.wasm'];

/** Is the package, as npm packs it, one that every resolver understands, with the types that belong to its files? */
export const packageChecks = {
  name: 'package',
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'chatwire-package-'));
    try {
      const { output } = await run('npm', [
        'pack',
        '--json',
        '--ignore-scripts',
        '--pack-destination',
        folder,
      ]);
      const [{ filename }] = JSON.parse(output.slice(output.indexOf('[\n')));
      const tarball = join(folder, filename);
      await run(process.execPath, [tool('publint/src/cli.js'), tarball, '--strict']);
      await run(process.execPath, [
        tool('@arethetypeswrong/cli/dist/index.js'),
        ...[tarball, '--profile', 'node16', '--format', 'ascii', '--no-color'],
        ...['--exclude-entrypoints', ...FILES],
      ]);
      for (const { entry, bytes } of await entrySizes())
        console.log(`   ${entry.padEnd(26)} ${String(bytes).padStart(6)} B`);
      return { passed: 2, failed: 0 };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
