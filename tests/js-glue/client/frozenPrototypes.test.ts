import { expect, it } from 'vitest';
import { ChatwireError } from 'chatwire';
import { loadCore } from '../../../js-glue/core/load.ts';
import { connectFakeClient } from '../../support/clients.ts';
import { logEvents } from '../../support/eventLog.ts';
import { until } from '../../support/until.ts';

/** Built-in classes that a page may freeze once its scripts are loaded, against pollution. */
const builtIns = [Object, Array, Function, Map, Set, Promise, Error, TypeError, String, Uint8Array, RegExp];

// In a file of its own: what is frozen stays so.
it('S5 works on a page that freezes all prototypes after loading', async () => {
  await loadCore();
  for (const { prototype } of builtIns) Object.freeze(prototype);
  const { client, network } = await connectFakeClient({ auth: { query: { token: () => 'x' } } });
  const lines = logEvents(client);
  const payloads: unknown[] = [];
  client.subscribe('toString', ({ payload }) => payloads.push(payload));
  await network.last.message({ type: 'toString', payload: { constructor: 1, name: 'a' } });
  await network.last.message('garbage');
  client.send('hasOwnProperty', { toString: 'b' });
  await network.last.fail();
  await until(() => network.sockets.length === 2 && client.state === 'connected', 'the second link');
  client.subscribe('a', () => {
    throw new Error('of the application');
  });
  await network.last.message({ type: 'a' });
  expect(payloads).toEqual([{ constructor: 1, name: 'a' }]);
  expect(network.sockets[0]!.sent).toEqual(['{"type":"hasOwnProperty","payload":{"toString":"b"}}']);
  expect(lines).toEqual([
    ...['message toString', 'invalid garbage'],
    ...['error CONNECTION_LOST', 'close 1006', 'state reconnecting', 'retry 1'],
    ...['state connecting', 'state connected', 'open', 'error HANDLER_THREW', 'message a'],
  ]);
  expect(client.history()).toHaveLength(2);
  expect(new ChatwireError('DESTROYED').name).toBe('ChatwireError');
});
