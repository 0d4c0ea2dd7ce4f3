import { describe, expect, it } from 'vitest';
import { makeLoopbackClient } from '../support/clients.js';
import { serve, TestClient, until, type Frame } from './harness.js';

describe('?batch', () => {
  it('C33 sends so many messages in one frame, as an array', async () => {
    const server = await serve();
    const client = await TestClient.open(`${server.wsUrl}?batch=4&batch_ms=1000`);
    await server.faults.flood({ count: 11 });
    const batches = () => client.frames as unknown as Frame[][];
    await until(() => batches().length === 3, 'three frames');
    const indices = batches().map((batch) =>
      batch.filter(({ type }) => type === 'flood').map(({ payload }) => payload?.index),
    );
    expect(indices.flat()).toEqual(Array.from({ length: 11 }, (_, index) => index));
    expect(Math.max(...indices.map(({ length }) => length))).toBe(4);
  });

  it('C33 sends what has waited long enough, one message per line', async () => {
    const server = await serve();
    const client = await TestClient.open(`${server.wsUrl}?batch=100&batch_ms=5&batch_form=lines`);
    const texts: string[] = [];
    client.socket.on('message', (data: Buffer) => texts.push(data.toString()));
    client.send('ping');
    client.send('ping');
    await until(() => texts.join('\n').split('pong').length > 2, 'two pongs');
    expect(
      texts
        .join('\n')
        .split('\n')
        .filter((line) => line.includes('pong')),
    ).toEqual(['{"type":"pong"}', '{"type":"pong"}']);
  });

  it('asked for with nonsense, gives a frame for each message', async () => {
    const server = await serve();
    for (const query of ['batch=1', 'batch=0', 'batch=x', 'batch=5000', 'batch=4&batch_ms=-1']) {
      const client = await TestClient.open(`${server.wsUrl}?${query}`);
      await client.settle();
      expect(client.of('connection_established')).toHaveLength(1);
    }
  });

  it.each(['array', 'lines'] as const)(
    'a client that accepts %s gets every message, in order',
    async (form) => {
      const server = await serve();
      const client = makeLoopbackClient(`${server.wsUrl}?batch=16&batch_form=${form}`, {
        acceptBatches: form,
      });
      const seen: number[] = [];
      client.subscribe<{ index: number }>('flood', ({ payload }) => seen.push(payload.index));
      await client.connect();
      await server.faults.flood({ count: 5000 });
      await until(() => seen.length === 5000, 'the flood');
      expect(seen).toEqual(Array.from({ length: 5000 }, (_, index) => index));
      expect(client.stats().invalid).toBe(0);
    },
  );
});
