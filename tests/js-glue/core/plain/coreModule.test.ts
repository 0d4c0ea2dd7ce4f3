import { expect, it, vi } from 'vitest';
import * as plain from '../../../../js-glue/core/plain/coreModule.ts';
import * as wasm from '../../../../js-glue/core/coreModule.ts';

it('C42 the core in plain JavaScript asks for no WebAssembly', async () => {
  vi.stubGlobal('WebAssembly', undefined);
  const module = await plain.startModule();
  vi.unstubAllGlobals();
  expect(module.heapInUse()).toBeGreaterThan(0);
});

it('C42 stands beside the other one: each has a memory and a key of its own', async () => {
  const [one, other] = await Promise.all([plain.startModule(), wasm.startModule()]);
  expect(one.ChatClient).not.toBe(other.ChatClient);
  expect((one.HEAPU8 as Uint8Array).buffer).not.toBe((other.HEAPU8 as Uint8Array).buffer);
  expect(plain.coreKey).not.toBe(wasm.coreKey);
});

it('each instance has a memory of its own', async () => {
  const [one, other] = await Promise.all([plain.startModule(), plain.startModule()]);
  (one.HEAPU8 as Uint8Array).fill(0xff, 1024);
  expect(other.heapInUse()).toBeGreaterThan(0);
  expect((other.HEAPU8 as Uint8Array)[2 ** 20]).toBe(0);
});
