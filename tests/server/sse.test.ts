import { describe, expect, it } from 'vitest';
import { readSse } from '../../web/server/responder/sse.js';

/** The events of a stream that arrives in pieces of so many bytes. */
async function eventsOf(stream: string, pieceSize: number): Promise<string[]> {
  const bytes = Buffer.from(stream);
  async function* body() {
    for (let at = 0; at < bytes.length; at += pieceSize) yield bytes.subarray(at, at + pieceSize);
  }
  const events: string[] = [];
  for await (const event of readSse(body())) events.push(event);
  return events;
}

describe('server-sent events', () => {
  it.each(['\n', '\r\n', '\r'])('are read whatever the pieces, lines ended by %j', async (end) => {
    const stream =
      'data: one\ndata:  é漢\u{1F600}\n\n: comment\nid: 7\ndata\ndata:two\n\nevent: empty\n\n: end\n';
    for (let size = 1; size < 20; size += 1) {
      expect(await eventsOf(stream.replaceAll('\n', end), size)).toEqual(['one\n é漢\u{1F600}', '\ntwo']);
    }
  });

  it('without their blank line are none', async () => {
    expect(await eventsOf('data: half', 4)).toEqual([]);
  });

  it('are refused when a line does not end', async () => {
    await expect(eventsOf('x'.repeat(2 * 1024 * 1024), 65_536)).rejects.toThrow('does not end');
  });
});
