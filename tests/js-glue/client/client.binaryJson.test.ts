import type { ChatClientOptions } from 'chatwire';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadCore } from '../../../js-glue/core/load.ts';
import { base } from '../../../js-glue/profiles/base.ts';
import { connectFakeClient, makeClient } from '../../support/clients.ts';
import { until } from '../../support/until.ts';

beforeAll(loadCore);

const utf8 = (text: string): ArrayBuffer => new TextEncoder().encode(text).buffer;

async function link(options: Partial<ChatClientOptions> = { acceptBinaryJson: true }) {
  const { client, network } = await connectFakeClient(options);
  const seen: unknown[] = [];
  client.subscribe('said', ({ payload }) => seen.push(payload));
  client.on('binary', ({ byteLength }) => seen.push(`${byteLength} bytes`));
  client.on('invalid', ({ text, reason }) => seen.push([text, reason]));
  /** Frames, and what comes of them. */
  const receive = async (...frames: (string | ArrayBuffer)[]) => {
    seen.length = 0;
    for (const frame of [...frames, '{"type":"said","payload":"end"}']) await network.last.message(frame);
    await until(() => seen.includes('end'), 'the end');
    return seen.slice(0, -1);
  };
  return { client, network, receive };
}

describe('JSON in binary frames', () => {
  it('B13 is read as JSON in text frames is, whatever its characters', async () => {
    const { client, receive } = await link();
    const payloads = ['plain', 'café', '你好', '\u{1f600}', '\u0000', 'x'.repeat(5000)];
    const texts = payloads.map((payload) => JSON.stringify({ type: 'said', payload }));
    expect(await receive(...texts.map(utf8), utf8('{"type":"other"}'))).toEqual(payloads);
    expect(client.history({ type: 'said', limit: 3 }).map(({ payload }) => payload)).toEqual([
      ...payloads.slice(-2),
      'end',
    ]);
    expect(client.stats()).toMatchObject({ received: 8, unwanted: 1, invalid: 0 });
  });

  it('B15 that is no UTF-8 is invalid, and the link goes on', async () => {
    const { client, receive } = await link();
    const cut = utf8('{"type":"said","payload":"é"}').slice(0, -3);
    const lone = new Uint8Array(utf8('{"type":"said","payload":"_"}'));
    lone[lone.indexOf(0x5f)] = 0x80;
    expect(await receive(cut, lone.buffer, utf8('no JSON'), new ArrayBuffer(0))).toEqual([
      ['\ufffd{"type":"said","payload":"\ufffd', 'is no JSON object'],
      ['\ufffd{"type":"said","payload":"\ufffd"}', 'is no JSON object'],
      ['no JSON', 'is no JSON object'],
      ['', 'is no JSON object'],
    ]);
    expect(client.stats()).toMatchObject({ received: 1, invalid: 4 });
    expect(client.state).toBe('connected');
  });

  it('W34 may be a ping, an answer, or several messages', async () => {
    const { client, network, receive } = await link({ acceptBinaryJson: true, acceptBatches: 'lines' });
    expect(
      await receive(utf8('{"type":"said","payload":1}\n{"type":"ping"}\n{"type":"said","payload":2}')),
    ).toEqual([1, 2]);
    await until(() => network.last.sent.some((text) => String(text).includes('pong')), 'the pong');
    const answer = client.request('ask');
    await until(() => network.last.sent.some((text) => String(text).includes('ask')), 'the question');
    const { id } = JSON.parse(String(network.last.sent.at(-1))) as { id: string };
    await network.last.message(utf8(JSON.stringify({ type: 'told', id, payload: 5 })));
    expect((await answer).payload).toBe(5);
  });

  it('F45 ends the link where it is larger than the limit', async () => {
    const { client, network } = await link({ acceptBinaryJson: true, maxMessageBytes: 100 });
    const codes: string[] = [];
    client.on('error', ({ code }) => codes.push(code));
    await network.last.message(utf8(JSON.stringify({ type: 'said', payload: 'x'.repeat(100) })));
    await until(() => codes.includes('MESSAGE_TOO_BIG'), 'the error');
  });

  it('is told by `binary` where nobody has said that it is JSON', async () => {
    const { receive } = await link({});
    expect(await receive(utf8('{"type":"said","payload":1}'))).toEqual(['27 bytes']);
  });

  it('may be said by a profile, which an option overrides', async () => {
    const profile = { ...base, acceptBinaryJson: true };
    expect(await (await link({ profile })).receive(utf8('{"type":"said","payload":1}'))).toEqual([1]);
    const { receive } = await link({ profile, acceptBinaryJson: false });
    expect(await receive(utf8('{"type":"said","payload":1}'))).toEqual(['27 bytes']);
  });

  it('B32 refuses anything but true and false', () => {
    expect(() => makeClient({ acceptBinaryJson: 'yes' as never })).toThrow(
      "chatwire: acceptBinaryJson must be true or false, not 'yes'",
    );
  });
});
