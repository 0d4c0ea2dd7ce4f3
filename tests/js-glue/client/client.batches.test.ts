import { beforeAll, describe, expect, it } from 'vitest';
import type { ChatClientOptions } from 'chatwire';
import { loadCore } from '../../../js-glue/core/load.ts';
import { base } from '../../../js-glue/profiles/base.ts';
import { connectFakeClient, makeClient } from '../../support/clients.ts';
import { logEvents } from '../../support/eventLog.ts';
import { until } from '../../support/until.ts';

beforeAll(loadCore);

async function link(options: Partial<ChatClientOptions>) {
  const { client, network } = await connectFakeClient(options);
  const lines: string[] = [];
  client.subscribe('*', ({ isValid, type }) => isValid && lines.push(type));
  client.on('invalid', ({ text }) => lines.push(`invalid ${text}`));
  /** A frame, and what comes of it. */
  const receive = async (frame: string) => {
    lines.length = 0;
    await network.last.message(frame);
    await network.last.message('{"type":"end"}');
    await until(() => lines.includes('end'), 'the end');
    return lines.slice(0, -1);
  };
  return { client, network, lines, receive };
}

describe('several messages in one frame', () => {
  it('C33 each is a message of its own, in their order', async () => {
    const { client, receive } = await link({ acceptBatches: 'array' });
    expect(await receive('[{"type":"a","payload":1},{"type":"b"}, {"payload":2,"type":"a"}]')).toEqual([
      'a',
      'b',
      'a',
    ]);
    expect(await receive('{"type":"alone"}')).toEqual(['alone']);
    expect(client.history({ type: 'a' }).map(({ payload }) => payload)).toEqual([1, 2]);
    expect(client.stats()).toMatchObject({ received: 6, invalid: 0 });
  });

  it('C33 or one per line', async () => {
    const { receive } = await link({ acceptBatches: 'lines' });
    expect(await receive('{"type":"a"}\n{"type":"b"}\r\n\n')).toEqual(['a', 'b']);
    expect(await receive('{"type":"a"}')).toEqual(['a']);
  });

  it('one that is no JSON object is told by itself, and the others are delivered', async () => {
    const { receive } = await link({ acceptBatches: 'array' });
    expect(await receive('[{"type":"a"},5,{"type":"b"},[{"type":"c"}],{"type":x}]')).toEqual([
      'a',
      'invalid 5',
      'b',
      'invalid [{"type":"c"}]',
      'invalid {"type":x}',
    ]);
  });

  it('W35 what is no batch is judged as a whole', async () => {
    const { receive } = await link({ acceptBatches: 'array' });
    for (const frame of ['[]', '[{"type":"a"}', '[{"type":"a"}] x', '']) {
      expect(await receive(frame)).toEqual([`invalid ${frame}`]);
    }
  });

  it('C33 W35 without the option an array is invalid, as it is', async () => {
    const { receive } = await link({});
    expect(await receive('[{"type":"a"}]')).toEqual(['invalid [{"type":"a"}]']);
  });

  it("a server's ping among them is answered, and shown to nobody", async () => {
    const { network, receive } = await link({ acceptBatches: 'array' });
    expect(await receive('[{"type":"a"},{"type":"ping"},{"type":"b"}]')).toEqual(['a', 'b']);
    expect(network.last.sent).toEqual(['{"type":"pong"}']);
  });

  it('F38 a handler that ends the link is told no more of that frame', async () => {
    const { client, network } = await connectFakeClient({ acceptBatches: 'array' });
    const lines = logEvents(client);
    client.subscribe('stop', () => client.disconnect());
    await network.last.message('[{"type":"a"},{"type":"stop"},{"type":"b"}]');
    await until(() => client.state === 'closed', 'the close');
    expect(lines.filter((line) => line.startsWith('message'))).toEqual(['message a', 'message stop']);
  });

  it('B05 a frame that is too big as a whole ends the link', async () => {
    const { client, network } = await connectFakeClient({ acceptBatches: 'array', maxMessageBytes: 100 });
    const codes: string[] = [];
    client.on('error', ({ code }) => codes.push(code));
    await network.last.message(`[${Array(20).fill('{"type":"a"}').join()}]`);
    await until(() => codes.length > 0, 'the error');
    expect(codes).toEqual(['MESSAGE_TOO_BIG']);
    expect(network.sockets[0]!.closedWith?.code).toBe(4009);
  });

  it('B27 of 10,000 messages all are delivered', async () => {
    const { client, network } = await connectFakeClient({ acceptBatches: 'array', history: false });
    let sum = 0;
    client.subscribe<number>('a', ({ payload }) => (sum += payload));
    const messages = Array.from({ length: 10_000 }, (_, payload) => ({ type: 'a', payload }));
    await network.last.message(JSON.stringify(messages));
    await until(() => client.stats().received === 10_000, 'all of them');
    expect(sum).toBe((9_999 * 10_000) / 2);
  });

  it('is what a profile may say, and what only such words may say', async () => {
    const { receive } = await link({ profile: { ...base, name: 'mine', acceptBatches: 'lines' } });
    expect(await receive('{"type":"a"}\n{"type":"b"}')).toEqual(['a', 'b']);
    expect(() => makeClient({ acceptBatches: 'yes' as 'lines' })).toThrow(/acceptBatches.*'array', 'lines'/);
    const profile = { ...base, acceptBatches: 1 as unknown as 'lines' };
    expect(() => makeClient({ profile })).toThrow(/profile\.acceptBatches/);
  });
});
