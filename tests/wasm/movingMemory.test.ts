import { expect, it } from 'vitest';
import { loadCore } from '../../js-glue/core/load.ts';
import { connectFakeClient } from '../support/clients.ts';

it('F44 the core that these tests run over moves its memory with each allocation', async () => {
  const { client } = await connectFakeClient();
  const { module } = await loadCore();
  const before = module.HEAPU8 as Uint8Array;
  client.subscribe('a type that is too long to be kept without an allocation', () => {});
  expect(before.byteLength).toBe(0);
  expect((module.HEAPU8 as Uint8Array).byteLength).toBeGreaterThan(0);
});
