import { describe, expect, it } from 'vitest';
import { makeLoopbackClient } from '../support/clients.ts';
import { logEvents } from '../support/eventLog.ts';
import { dice } from '../support/random.ts';
import { RawServer } from '../support/rawServer.ts';
import { slowLink } from '../support/slowLink.ts';
import { textOfBytes } from '../support/texts.ts';
import { until } from '../support/until.ts';

const { next, below } = dice(23);
/** Messages with characters of all planes, so that slices fall inside of them. */
const texts = Array.from({ length: 1000 }, (_, n) => textOfBytes(below(60), n % 17, next));

describe('a link that delivers byte by byte', () => {
  it('F23 brings 1,000 messages there and back as they were, in order, and breaks nothing', async () => {
    const server = await RawServer.start();
    server.onFrame = ({ socket }, frame) => socket.send(frame.toString());
    const client = makeLoopbackClient(await slowLink(server.url, () => 0));
    const lines = logEvents(client);
    const seen: unknown[] = [];
    client.subscribe('a', ({ payload }) => seen.push(payload));
    await client.connect();
    for (const text of texts) client.send('a', text);
    await until(
      () => seen.length === texts.length,
      () => `${seen.length} of ${texts.length}`,
      20_000,
    );
    expect(seen).toEqual(texts);
    expect(server.texts).toEqual(texts.map((payload) => JSON.stringify({ type: 'a', payload })));
    expect(lines.filter((line) => /error|close|invalid/.test(line))).toEqual([]);
  }, 30_000);

  it('F23 is not taken for dead while messages come, though no ping is answered and each takes long', async () => {
    const server = await RawServer.start();
    // About 30 bytes a message, at 1 to 3 ms each: a message in 60 ms or so.
    const client = makeLoopbackClient(await slowLink(server.url, () => 1 + below(2)), {
      heartbeat: { interval: 50, timeout: 250 },
    });
    const lines = logEvents(client);
    await client.connect();
    const { socket } = server.last;
    for (let n = 0; n < 15; n++) socket.send(JSON.stringify({ type: 'a', payload: n }));
    await until(() => client.stats().received === 15, 'all of them');
    expect(server.texts.filter((text) => text.includes('ping')).length).toBeGreaterThan(2);
    expect(lines.filter((line) => !line.startsWith('message'))).toEqual([
      ...['state connecting', 'state connected', 'open'],
    ]);
  });
});
