import { runInNewContext } from 'node:vm';
import { describe, expect, it, vi } from 'vitest';
import { connectFakeClient, makeFakeClient } from '../../support/clients.ts';
import { until } from '../../support/until.ts';

describe('send', () => {
  it('S4.9 S4.39 writes type and payload, and leaves out a payload that is none', async () => {
    const { client, network } = await connectFakeClient();
    client.send('pong');
    client.send('a', null);
    client.send('b', { 'ключ "\\': [1, '\u0000\uFEFF\u2028'] });
    client.send('c', () => {});
    expect(network.last.sent).toEqual([
      '{"type":"pong"}',
      '{"type":"a","payload":null}',
      JSON.stringify({ type: 'b', payload: { 'ключ "\\': [1, '\u0000\uFEFF\u2028'] } }),
      '{"type":"c"}',
    ]);
  });

  it('writes a type with characters that JSON escapes', async () => {
    const { client, network } = await connectFakeClient();
    const type = 'a"\\\n\u0001é😀';
    client.send(type, 1);
    expect(JSON.parse(network.last.sent[0] as string)).toEqual({ type, payload: 1 });
  });

  it('sends a whole frame as it is', async () => {
    const { client, network } = await connectFakeClient();
    client.send({ any: ['thing'] });
    client.send([1, 2]);
    client.sendText('{ "kept" : "as written" }');
    client.send(new Uint8Array([0, 255]));
    expect(network.last.sent).toEqual([
      '{"any":["thing"]}',
      '[1,2]',
      '{ "kept" : "as written" }',
      new Uint8Array([0, 255]),
    ]);
  });

  it('refuses an object whose toJSON gives nothing', async () => {
    const { client, network } = await connectFakeClient();
    expect(() => client.send({ toJSON: () => undefined })).toThrow(/UNSERIALIZABLE/);
    expect(network.last.sent).toEqual([]);
  });

  it('holds no memory for a long text that is gone', async () => {
    const { client } = await connectFakeClient();
    client.sendText('short');
    const before = client.stats().heapInUse;
    client.sendText('x'.repeat(1_000_000));
    expect(client.stats().heapInUse - before).toBeLessThan(1000);
    client.sendText('short');
    expect(client.stats().heapInUse - before).toBeLessThan(1000);
  });

  it('sends every kind of bytes as a binary frame, and only the part that a view shows', async () => {
    const { client, network } = await connectFakeClient();
    const { buffer } = new Uint8Array([0, 1, 2, 3, 4, 5, 6, 7]);
    client.send(buffer);
    client.send(new DataView(buffer, 1, 2));
    client.send(new Uint16Array(buffer, 2, 1));
    client.send(Buffer.from(buffer, 4, 2));
    expect(network.last.sent).toEqual(
      [
        [0, 1, 2, 3, 4, 5, 6, 7],
        [1, 2],
        [2, 3],
        [4, 5],
      ].map((each) => new Uint8Array(each)),
    );
  });

  const cyclic: Record<string, unknown> = {};
  cyclic['self'] = cyclic;
  const throwing = {
    get secret(): string {
      throw new Error('of the getter');
    },
  };
  it.each([
    ['a BigInt', 5n],
    ['a cycle', cyclic],
    ['a getter that throws', throwing],
    ['a toJSON that throws', { toJSON: () => throwing.secret }],
  ])('B33 refuses %s with UNSERIALIZABLE, and queues nothing', (_what, payload) => {
    const { client } = makeFakeClient();
    const unserializable = expect.objectContaining({ name: 'ChatwireError', code: 'UNSERIALIZABLE' });
    expect(() => client.send('a', payload)).toThrow(unserializable);
    expect(() => client.send({ payload })).toThrow(unserializable);
    expect(client.getSnapshot().queued).toBe(0);
  });

  it.each([
    ['NaN', NaN],
    ['Infinity', { deep: [{ price: Infinity }] }],
    ['-Infinity beside a null', { none: null, price: -Infinity }],
    ['NaN from a toJSON', { toJSON: () => ({ price: NaN }) }],
  ])('B10 refuses %s, which JSON.stringify would write as null, and queues nothing', (_what, payload) => {
    const { client } = makeFakeClient();
    const unserializable = expect.objectContaining({
      code: 'UNSERIALIZABLE',
      remedy: expect.stringContaining('NaN') as string,
      cause: expect.any(RangeError) as RangeError,
    });
    expect(() => client.send('a', payload)).toThrow(unserializable);
    expect(() => client.send({ payload })).toThrow(unserializable);
    expect(client.getSnapshot().queued).toBe(0);
  });

  it('B10 sends every null that is meant, and texts that speak of one', async () => {
    const { client, network } = await connectFakeClient();
    const payload = { a: null, b: [null, undefined], c: 'null', null: 1, d: new Date(NaN) };
    client.send('a', payload);
    expect(network.last.sent).toEqual([JSON.stringify({ type: 'a', payload })]);
  });

  it('B11 sends numbers as JSON.stringify writes them', async () => {
    const { client, network } = await connectFakeClient();
    client.send('a', [1.0, 0.1 + 0.2, 1e21, 5e-324, Number.MAX_VALUE, 2 ** 53]);
    client.sendText('{"type":"a","payload":[-0,1.0,9007199254740993]}');
    expect(network.last.sent).toEqual([
      '{"type":"a","payload":[1,0.30000000000000004,1e+21,5e-324,1.7976931348623157e+308,9007199254740992]}',
      '{"type":"a","payload":[-0,1.0,9007199254740993]}',
    ]);
  });

  it.each([undefined, null, 5, true, Symbol('x'), () => {}, '', 'x'.repeat(256)])(
    'B33 refuses %s as a message, and queues nothing',
    (message) => {
      const { client } = makeFakeClient();
      expect(() => client.send(message as never)).toThrow(/^(chatwire: (type|frame) must be|UNSERIALIZABLE)/);
      expect(client.getSnapshot().queued).toBe(0);
    },
  );

  it.each([undefined, null, 5, {}, new Uint8Array(1)])(
    'B33 refuses %s as a text, and queues nothing',
    (text) => {
      const { client } = makeFakeClient();
      expect(() => client.sendText(text as never)).toThrow(/^chatwire: text must be a text/);
      expect(client.getSnapshot().queued).toBe(0);
    },
  );

  it('B33 refuses bytes that were given away', () => {
    const { client } = makeFakeClient();
    const bytes = new Uint8Array(8);
    structuredClone(bytes, { transfer: [bytes.buffer] });
    for (const frame of [bytes, bytes.buffer]) expect(() => client.send(frame)).toThrow(TypeError);
    expect(client.getSnapshot().queued).toBe(0);
  });

  it('B33 refuses a Blob, whose bytes nobody can read at once, and says how to send them', () => {
    const { client } = makeFakeClient();
    const refusal = expect.objectContaining({
      code: 'UNSERIALIZABLE',
      remedy: expect.stringContaining('arrayBuffer()') as string,
    });
    for (const blob of [new Blob(['x']), new File(['x'], 'name')]) {
      expect(() => client.send(blob)).toThrow(refusal);
    }
    expect(client.getSnapshot().queued).toBe(0);
  });

  it('B33 sends bytes that are shared, or of another realm, as a binary frame of their own', async () => {
    const { client, network } = await connectFakeClient();
    const shared = new SharedArrayBuffer(2);
    const foreign = runInNewContext('new Uint8Array([5, 6])') as Uint8Array;
    for (const frame of [shared, new Uint8Array(shared, 1), foreign, foreign.buffer]) client.send(frame);
    expect(network.last.sent).toEqual([[0, 0], [0], [5, 6], [5, 6]].map((each) => new Uint8Array(each)));
  });

  it('B33 sends what a Proxy shows', async () => {
    const { client, network } = await connectFakeClient();
    client.send(
      'a',
      new Proxy(
        { hidden: 1 },
        {
          ownKeys: () => ['shown'],
          get: () => 2,
          getOwnPropertyDescriptor: () => ({ value: 2, enumerable: true, configurable: true }),
        },
      ),
    );
    expect(network.last.sent).toEqual(['{"type":"a","payload":{"shown":2}}']);
  });

  it('gives back what a full outbox displaces', async () => {
    const { client } = makeFakeClient({ outbox: { maxCount: 2 } });
    const unsent: unknown[] = [];
    client.on('unsent', ({ receipt, error }) => unsent.push([receipt.message, error.code]));
    void client.connect().catch(() => {});
    const receipts = ['1', '2', '3'].map((type) => client.send(type, 0));
    await expect(receipts[0]!.delivered).rejects.toMatchObject({ code: 'OUTBOX_OVERFLOW' });
    expect(unsent).toEqual([[{ type: '1', payload: 0 }, 'OUTBOX_OVERFLOW']]);
    expect(receipts.map(({ status }) => status)).toEqual(['dropped', 'queued', 'queued']);
  });

  it('shows no new snapshot where one message takes the place of another', async () => {
    const { client, network } = makeFakeClient({ outbox: { maxCount: 1 } });
    void client.connect();
    await until(() => network.sockets.length === 1, 'the dial');
    client.send('1');
    const snapshot = client.getSnapshot();
    const changed = vi.fn();
    client.onChange(changed);
    client.send('2');
    expect(changed).not.toHaveBeenCalled();
    expect(client.getSnapshot()).toBe(snapshot);
  });

  it('refuses the newest where the outbox is told to', async () => {
    const { client } = makeFakeClient({ outbox: { maxCount: 1, overflow: 'reject' } });
    const receipts = [client.send('1'), client.send('2')];
    await expect(receipts[1]!.delivered).rejects.toMatchObject({ code: 'OUTBOX_OVERFLOW' });
    expect(receipts[0]!.status).toBe('queued');
  });

  it('drops what is queued on disconnect, unless it is to be kept', async () => {
    for (const keepOnDisconnect of [false, true]) {
      const { client, network } = await connectFakeClient({ outbox: { keepOnDisconnect } });
      network.last.bufferedAmount = 2 ** 21;
      const receipt = client.send('a');
      client.disconnect();
      expect(receipt.status).toBe(keepOnDisconnect ? 'queued' : 'dropped');
      await client.connect();
      expect(network.last.sent).toHaveLength(keepOnDisconnect ? 1 : 0);
    }
  });
});
