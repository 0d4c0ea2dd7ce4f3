import { expect, it } from 'vitest';
import { loadCore } from '../../js-glue/core/load.ts';
import { connectFakeClient } from '../support/clients.ts';
import { fillCore } from '../support/fillCore.ts';
import { forgetCore } from '../support/loading.ts';

it('C42 S3.1 there is no WebAssembly in this project, and yet a core', async () => {
  expect('WebAssembly' in globalThis).toBe(false);
  const { client, network } = await connectFakeClient();
  const seen: unknown[] = [];
  client.subscribe('a', ({ payload }) => seen.push(payload));
  await network.last.message({ type: 'a', payload: 1 });
  await client.send('b', 2).delivered;
  expect(seen).toEqual([1]);
  expect(network.last.sent).toEqual(['{"type":"b","payload":2}']);
});

it('C42 is loaded under a key of its own', async () => {
  forgetCore();
  await loadCore();
  expect(Symbol.for('chatwire.core.plain.0.1') in globalThis).toBe(true);
  expect(Symbol.for('chatwire.core.0.1') in globalThis).toBe(false);
});

it('C42 F43 a core that comes to its end is told of, and replaced', async () => {
  forgetCore();
  const { client, network } = await connectFakeClient();
  const { prototype } = (await loadCore()).module.ChatClient;
  const { last: lost } = network;
  Object.defineProperty(prototype, 'send', {
    value: () => {
      throw new TypeError('null is not a function');
    },
  });
  const receipt = client.send('a');
  await expect(receipt.delivered).rejects.toMatchObject({ code: 'CORE_CRASHED' });
  expect(lost.closedWith).toEqual({ code: 4010, reason: 'CORE_CRASHED' });
  await client.connect();
  await client.send('b').delivered;
  expect(network.last.sent).toEqual(['{"type":"b"}']);
});

it('C42 memory that has moved is where the next text is written', async () => {
  forgetCore();
  const { client, network } = await connectFakeClient();
  const seen: unknown[] = [];
  for (const type of ['before', 'after']) client.subscribe(type, ({ type: name }) => seen.push(name));
  await network.last.message({ payload: 1, type: 'before' });
  const { module } = await loadCore();
  const { buffer } = module.HEAPU8 as Uint8Array;
  const hoarders = await fillCore(buffer.byteLength, 2 ** 20);
  expect((module.HEAPU8 as Uint8Array).buffer).not.toBe(buffer);
  await network.last.message({ payload: 2, type: 'after' });
  expect(seen).toEqual(['before', 'after']);
  for (const hoarder of hoarders) hoarder.destroy();
});
