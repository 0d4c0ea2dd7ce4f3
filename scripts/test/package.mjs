import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Failure } from '../lib/failure.mjs';
import { at } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';
import { entrySizes } from './entrySizes.mjs';

const tool = (path) => at('scripts/package/node_modules', path);

/** What no TypeScript resolves: a Worker's script, a stylesheet, a module's bytes. */
const FILES = ['worker.js', 'plain/worker.js', 'styles.css', 'core.wasm'];

/**
 * Is the package, as npm packs it, one that every resolver understands, with the types that belong to its files? And is its bill of
 * materials one?
 */
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
      checkBill();
      for (const { entry, bytes } of await entrySizes())
        console.log(`   ${entry.padEnd(26)} ${String(bytes).padStart(6)} B`);
      return { passed: 3, failed: 0 };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** The bill of materials, by CycloneDX's own schema. */
function checkBill() {
  const require = createRequire(at('scripts/package/package.json'));
  const schema = (name) =>
    JSON.parse(
      readFileSync(tool(`@cyclonedx/cyclonedx-library/res/schema/${name}.SNAPSHOT.schema.json`), 'utf8'),
    );
  const { default: Ajv } = require('ajv');
  const judge = new Ajv({ strict: false });
  // By the names that the first schema calls them.
  for (const name of ['spdx', 'jsf-0.82'])
    judge.addSchema(schema(name), `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`);
  require('ajv-formats').default(judge);
  // Texts of any kind, to us: those that this judge knows no rules for.
  for (const name of ['iri-reference', 'idn-email']) judge.addFormat(name, true);
  const isValid = judge.compile(schema('bom-1.6'));
  if (isValid(JSON.parse(readFileSync(at('dist/sbom.cdx.json'), 'utf8')))) return;
  const faults = isValid.errors.map(({ instancePath, message }) => `${instancePath} ${message}`);
  throw new Failure(`dist/sbom.cdx.json is no CycloneDX 1.6: ${faults.join('; ')}`);
}
