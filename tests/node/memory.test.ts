import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ChatClient } from 'chatwire';
import type { MainModule } from '../../js-glue/core/generated/chatwire-core.mjs';
import { loadCore } from '../../js-glue/core/load.ts';
import { connectFakeClient, makeLoopbackClient } from '../support/clients.ts';
import { RawServer } from '../support/rawServer.ts';
import { until } from '../support/until.ts';

setFlagsFromString('--expose_gc');
const collect = runInNewContext('gc') as () => void;

const WARM_UP = 50;
const CYCLES = 1000;

describe('F47 the memory of the core', () => {
  let core: MainModule;
  beforeAll(async () => {
    core = (await loadCore()).module;
  });

  /** Bytes in use, and of the memory as a whole. */
  const measure = () => [core.heapInUse(), (core.HEAPU8 as Uint8Array).length];

  async function greeter(): Promise<RawServer> {
    const server = await RawServer.start();
    server.onConnection = ({ socket }) => socket.send('{"type":"hello","payload":"some text"}');
    return server;
  }

  /** Connects, receives and sends. */
  async function meet(client: ChatClient): Promise<void> {
    const greeted = new Promise<void>((resolve) => {
      const off = client.subscribe('hello', () => {
        off();
        resolve();
      });
    });
    client.send('queued', { some: 'payload' });
    await client.connect();
    await greeted;
  }

  it(`is unchanged by ${CYCLES} connects and disconnects of one client`, async () => {
    const server = await greeter();
    const client = makeLoopbackClient(server.url, { history: { maxCount: 10 } });
    const cycle = async () => {
      await meet(client);
      client.disconnect();
      await until(() => client.state === 'closed', 'the close');
    };
    // The queues grow by blocks, of which one more or less is in use as their contents move through them.
    const peak = async () => {
      let most = [0, 0];
      for (let n = 0; n < CYCLES / 2; n++) {
        await cycle();
        most = measure().map((bytes, index) => Math.max(bytes, most[index]!));
      }
      return most;
    };
    const before = await peak();
    for (const [index, bytes] of (await peak()).entries()) expect(bytes).toBeLessThanOrEqual(before[index]!);
    expect(server.connections).toHaveLength(CYCLES);
  });

  it(`is unchanged by ${CYCLES} clients that connect and are destroyed`, async () => {
    const server = await greeter();
    const cycle = async () => {
      const client = makeLoopbackClient(server.url);
      await meet(client);
      client.destroy();
    };
    for (let n = 0; n < WARM_UP; n++) await cycle();
    const before = measure();
    for (let n = 0; n < CYCLES; n++) await cycle();
    expect(measure()).toEqual(before);
    await until(() => server.live === 0, 'the server to see all closed');
  });

  it('is unchanged by 1,000 failed dials and 1,000 cuts', async () => {
    const server = await greeter();
    server.onConnection = ({ socket }) => socket.terminate();
    const client = makeLoopbackClient(server.url, {
      reconnect: { initialDelay: 0, maxDelay: 0 },
      history: false,
    });
    void client.connect();
    await until(() => server.connections.length >= WARM_UP && client.state === 'reconnecting', 'warming up');
    const before = measure();
    await until(
      () => server.connections.length >= CYCLES && client.state === 'reconnecting',
      'the cuts',
      15_000,
    );
    expect(measure()).toEqual(before);
    client.destroy();
  });

  it('F26 B27 S8 is unchanged by a flood of 1,000,000 messages, and no message costs more than the one before', async () => {
    const { client, network } = await connectFakeClient({ history: { maxCount: 100 } });
    let wanted = 0;
    client.subscribe('wanted', () => wanted++);
    const frames = ['{"type":"wanted","payload":1}', '{"type":"unwanted","payload":2}', 'garbage'];
    const events = frames.map((data) => ({ data }));
    /** Of as many messages, in microseconds of this process alone: the machine may be busy with something else. */
    const flood = (count: number) => {
      const start = process.cpuUsage();
      for (let n = 0; n < count; n++) network.last.onmessage?.(events[n % 3]);
      return process.cpuUsage(start).user;
    };
    flood(10_000);
    collect();
    const before = measure();
    const objects = process.memoryUsage().heapUsed;
    const times = Array.from({ length: 100 }, () => flood(10_000));
    collect();
    expect(measure()).toEqual(before);
    expect(process.memoryUsage().heapUsed - objects).toBeLessThan(2 ** 20);
    expect(client.stats()).toMatchObject({ received: 673_367, unwanted: 336_633, invalid: 336_633 });
    expect(wanted).toBe(336_734);
    expect(client.history()).toHaveLength(100);
    // If a message cost more for each one before it, the last tenth would cost some twenty times the first.
    const median = (tenth: number[]) => tenth.sort((a, b) => a - b)[5]!;
    expect(median(times.slice(-10)) / median(times.slice(0, 10))).toBeLessThan(5);
  });

  it('F45 is not touched by frames that are too big', async () => {
    const server = await greeter();
    const client = makeLoopbackClient(server.url, { history: false, maxMessageBytes: 1024 });
    await meet(client);
    const before = measure();
    for (const frame of ['x'.repeat(16 * 2 ** 20), Buffer.alloc(16 * 2 ** 20)]) {
      const { length } = server.connections;
      server.last.socket.send(frame);
      await until(() => server.connections.length > length && client.state === 'connected', 'the next link');
    }
    expect((core.HEAPU8 as Uint8Array).length).toBe(before[1]);
  });
});
