import { expect, it } from 'vitest';
import { compressed, pageScript, plainScript, withoutModule } from '../../bench/lib/transfer.mjs';

const PAGE_SCRIPT_BYTES = 43_200;
const PLAIN_SCRIPT_BYTES = 51_600;

it('a page loads no more than it may: client, profiles and module, minified, brotli', async () => {
  const script = await pageScript();
  expect(withoutModule(script).length).toBeLessThan(script.length);
  expect(compressed.brotli(script)).toBeLessThanOrEqual(PAGE_SCRIPT_BYTES);
});

it('C42 an engine without WebAssembly loads no more than it may: client, profiles and core, minified, brotli', async () => {
  expect(compressed.brotli(await plainScript())).toBeLessThanOrEqual(PLAIN_SCRIPT_BYTES);
});
