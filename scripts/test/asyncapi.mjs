import { readdirSync, readFileSync } from 'node:fs';
import { at } from '../lib/paths.mjs';

/** Are the documents in docs/asyncapi valid? */
export const asyncapi = {
  name: 'asyncapi',
  async run() {
    // Loaded here: the parser is installed for this test only.
    const { faultsOf } = await import('../asyncapi/faults.mjs');
    const result = { passed: 0, failed: 0 };
    for (const name of readdirSync(at('docs/asyncapi'))) {
      const faults = await faultsOf(readFileSync(at('docs/asyncapi', name), 'utf8'));
      result[faults.length === 0 ? 'passed' : 'failed'] += 1;
      for (const fault of faults) console.error(`docs/asyncapi/${name}: ${fault}`);
    }
    return result;
  },
};
