import { afterAll, beforeEach, expect, it } from 'vitest';
import { loadCore } from '../../../js-glue/core/load.ts';
import { connectFakeClient } from '../../support/clients.ts';
import { logEvents } from '../../support/eventLog.ts';
import { fillCore } from '../../support/fillCore.ts';
import { forgetCore } from '../../support/loading.ts';
import { settle } from '../../support/tasks.ts';
import { until } from '../../support/until.ts';

const MiB = 2 ** 20;

// A fresh core: what fills it here would be in the way of other tests.
beforeEach(forgetCore);
afterAll(forgetCore);

it('S1 F46 a frame for which there is no memory is written nowhere, and the client outlives it', async () => {
  const { client, network } = await connectFakeClient({ maxMessageBytes: 128 * MiB });
  const hoarders = await fillCore(190 * MiB);
  const lines = logEvents(client);
  const { module } = await loadCore();
  /** Where malloc's answer 0 points to: nothing stands there up to 1024, then static data. */
  const low = () => Buffer.from((module.HEAPU8 as Uint8Array).slice(0, 16 * 1024));
  const before = low().subarray(0, 1024);

  // Its type stands at the end, so that C++ has to see all of it.
  await network.last.message(`{"payload":"${'X'.repeat(30 * MiB)}","type":"a"}`);
  await settle();
  expect(Buffer.compare(low().subarray(0, 1024), before)).toBe(0);
  expect(low().includes('X'.repeat(8))).toBe(false);
  expect(lines.slice(0, 2)).toEqual(['error OUT_OF_MEMORY', 'close 1006 OUT_OF_MEMORY']);
  expect(network.sockets[0]!.closedWith?.code).toBe(4009);

  for (const hoarder of hoarders) hoarder.destroy();
  await until(() => client.state === 'connected', 'the next link');
  await network.last.message({ type: 'a' });
  expect(lines.at(-1)).toBe('message a');
});
