import { expect, it } from 'vitest';
import { resolveOptions } from '../../../js-glue/client/resolveOptions.ts';
import type { CoreCounters } from '../../../js-glue/core/coreCounters.ts';
import type { CoreOptions } from '../../../js-glue/core/coreOptions.ts';
import type { CoreSink } from '../../../js-glue/core/coreSink.ts';
import { loadCore } from '../../../js-glue/core/load.ts';
import { noStats } from '../../../js-glue/core/stats.ts';

/** With everything on that has options of its own. */
const {
  batches: _batches,
  binaryJson: _binaryJson,
  dialPolicy: _dialPolicy,
  ...options
} = resolveOptions({
  url: 'ws://a.example/',
  heartbeat: true,
  rateLimit: { count: 5 },
  auth: { firstFrame: () => ({ type: 'auth' }) },
}).core;

const sink = { now: () => 0, date: () => 0, clearTimer: () => undefined } as unknown as CoreSink;

it('C++ reads every option that it is given, and no other', async () => {
  const { module } = await loadCore();
  const read = new Set<string>();
  const watched = new Proxy<CoreOptions>(options, {
    get: (target, name: keyof CoreOptions) => {
      read.add(name);
      return target[name];
    },
  });
  new module.ChatClient(watched, sink).delete();
  expect([...read].sort()).toEqual(Object.keys(options).sort());
});

it('C++ counts what the statistics tell, all of it zero at first', async () => {
  const { module } = await loadCore();
  const core = new module.ChatClient(options, sink);
  const counters = {} as CoreCounters;
  core.counters(counters);
  core.delete();
  const { rtt: _none, requests, outage: _never, heapInUse: _bytes, ...told } = noStats;
  expect(counters).toMatchObject({ ...told, rttP50: -1, lastOutage: 0, longestOutage: 0 });
  expect(Object.keys(counters)).toHaveLength(Object.keys(told).length + Object.keys(requests).length + 4);
});

it('a deleted instance says so', async () => {
  const { module } = await loadCore();
  const core = new module.ChatClient(options, sink);
  core.delete();
  expect(() => core.connect()).toThrow('deleted');
  expect(() => core.delete()).toThrow('deleted');
});
