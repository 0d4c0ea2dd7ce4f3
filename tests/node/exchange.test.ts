import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { makeLoopbackClient } from '../support/clients.ts';
import { RawServer } from '../support/rawServer.ts';
import { strangeTexts, wellFormed } from '../support/texts.ts';
import { until } from '../support/until.ts';

const COUNT = 10_000;
const MiB = 1024 * 1024;
const options = {
  maxMessageBytes: 4 * MiB,
  outbox: { maxCount: 2 * COUNT, maxBytes: 64 * MiB },
  history: false,
} as const;

/** Short enough to compare, and to print. */
const digest = (text: string) =>
  `${text.length} ${createHash('sha1').update(text, 'utf16le').digest('hex').slice(0, 12)}`;

/** Sends back each text as it is. */
async function echoServer(): Promise<RawServer> {
  const server = await RawServer.start();
  server.onFrame = ({ socket }, frame) => socket.send(frame);
  return server;
}

describe('W89 10,000 messages each way, over a server of its own on loopback', () => {
  const texts = strangeTexts(COUNT);
  const arriving = texts.map(wellFormed).map(digest);

  it('hold every plane, U+0000, byte order marks, lone surrogates, 0 to 1 MiB', () => {
    const all = texts.join('');
    for (let plane = 0; plane < 17; plane++) {
      expect(
        texts.some((text) => [...text.slice(0, 200)].some((each) => each.codePointAt(0)! >> 16 === plane)),
      ).toBe(true);
    }
    for (const part of ['\u0000', '\uFEFF', '\uD800']) expect(all.includes(part)).toBe(true);
    const lengths = texts.map((text) => Buffer.byteLength(text));
    expect([Math.min(...lengths), Math.max(...lengths)]).toEqual([0, MiB]);
  });

  it('B14 B16 B17 B19 B21 arrive byte-exact and in order, as text frames', async () => {
    const server = await echoServer();
    const client = makeLoopbackClient(server.url, options);
    const back: string[] = [];
    client.on('invalid', ({ text }) => back.push(digest(text)));
    client.subscribe('*', () => back.push('a message'));
    // Half of them wait for the link, half find it open.
    const receipts = texts.slice(0, COUNT / 2).map((text) => client.sendText(text));
    await client.connect();
    receipts.push(...texts.slice(COUNT / 2).map((text) => client.sendText(text)));
    await until(
      () => back.length >= COUNT,
      () => `the echoes; got ${back.length}`,
      15_000,
    );
    expect(server.texts.map(digest)).toEqual(arriving);
    // "\uFEFF{}" is no JSON (B18), so all come back as what they are: no messages.
    expect(back).toEqual(arriving);
    await Promise.all(receipts.map(({ delivered }) => delivered));
    expect(client.stats()).toMatchObject({ sent: COUNT, dropped: 0, queuedCount: 0, queuedBytes: 0 });
  });

  it('B14 B16 B17 arrive whole and in order, as typed messages', async () => {
    const server = await echoServer();
    const client = makeLoopbackClient(server.url, options);
    const back: { n: number; text: string }[] = [];
    client.subscribe('echo', ({ payload }) => back.push(payload as { n: number; text: string }));
    await client.connect();
    texts.forEach((text, n) => client.send('echo', { n, text }));
    await until(
      () => back.length >= COUNT,
      () => `the echoes; got ${back.length}`,
      15_000,
    );
    expect(back.map(({ n }) => n)).toEqual(texts.map((_, n) => n));
    // JSON writes a lone surrogate as an escape: here even those come back.
    expect(back.map(({ text }) => digest(text))).toEqual(texts.map(digest));
  });

  it('B20 arrive byte-exact and in order, as binary frames', async () => {
    const server = await echoServer();
    const client = makeLoopbackClient(server.url, options);
    const back: string[] = [];
    client.on('binary', (bytes) => back.push(digest(Buffer.from(bytes).toString('latin1'))));
    await client.connect();
    const frames = texts.map((text) => Buffer.from(text));
    for (const frame of frames) client.send(frame);
    await until(
      () => back.length >= COUNT,
      () => `the echoes; got ${back.length}`,
      15_000,
    );
    expect(back).toEqual(frames.map((frame) => digest(frame.toString('latin1'))));
  });
});
