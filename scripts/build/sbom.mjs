import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { at } from '../lib/paths.mjs';
import { components } from './components.mjs';

/** The package's bill of materials, in the format CycloneDX 1.6. It has no time and no serial number: the same sources give the same bytes. */
export const sbom = {
  title: 'bill of materials',
  inputs: ['package.json', 'dist/core.wasm', 'scripts/build/sbom.mjs', 'scripts/build/components.mjs', '.toolchain/emscripten/.stamp'],
  outputs: ['dist/sbom.cdx.json'],
  run() {
    const { name, version, description } = JSON.parse(readFileSync(at('package.json'), 'utf8'));
    const shipped = components.filter(({ isShipped = true }) => isShipped).map(({ id }) => id);
    const bill = {
      $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      version: 1,
      metadata: {
        component: {
          type: 'library',
          'bom-ref': name,
          name,
          version,
          description,
          licenses: [{ license: { id: 'MIT' } }],
          purl: `pkg:npm/${name}@${version}`,
        },
      },
      components: [moduleOf('dist/core.wasm'), ...components.map(componentOf)],
      dependencies: [
        // The scripts hold Emscripten's, and `plain.js` all of the module as JavaScript.
        { ref: name, dependsOn: ['core.wasm', ...shipped] },
        { ref: 'core.wasm', dependsOn: shipped },
      ],
    };
    writeFileSync(at('dist/sbom.cdx.json'), `${JSON.stringify(bill, null, 2)}\n`);
  },
};

function moduleOf(path) {
  const content = createHash('sha256').update(readFileSync(at(path))).digest('hex');
  return { type: 'file', 'bom-ref': 'core.wasm', name: path, hashes: [{ alg: 'SHA-256', content }] };
}

function componentOf({ name, id, description, licence, purl, version, isShipped = true }) {
  const number = version?.();
  return {
    type: 'library',
    'bom-ref': id,
    name,
    ...(number && { version: number }),
    description,
    // What is used by tests and tools only is `excluded`, in CycloneDX's words.
    scope: isShipped ? 'required' : 'excluded',
    licenses: licence.includes(' ') ? [{ expression: licence }] : [{ license: { id: licence } }],
    ...(purl && { purl: number ? `${purl}@${number}` : purl }),
  };
}
