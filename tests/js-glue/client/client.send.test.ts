import { describe, expect, it } from 'vitest';
import { connectFakeClient, makeFakeClient } from '../../support/clients.ts';

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
    expect(() => client.send(bytes)).toThrow(TypeError);
    expect(client.getSnapshot().queued).toBe(0);
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
