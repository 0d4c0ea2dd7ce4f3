import { expect, it } from 'vitest';
import { compressed, pageScript, withoutModule } from '../../bench/lib/transfer.mjs';

const PAGE_SCRIPT_BYTES = 48_600;

it('a page loads no more than it may: client, profiles and module, minified, brotli', async () => {
  const script = await pageScript();
  expect(withoutModule(script).length).toBeLessThan(script.length);
  expect(compressed.brotli(script)).toBeLessThanOrEqual(PAGE_SCRIPT_BYTES);
});
