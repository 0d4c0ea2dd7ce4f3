// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { base, createChatClient } from 'chatwire';
import { connectFakeClient, makeFakeClient } from '../../support/clients.ts';
import { logEvents } from '../../support/eventLog.ts';
import { fakeNetwork } from '../../support/fakeWebSocket.ts';
import { settle } from '../../support/tasks.ts';

describe('what a handler gets', () => {
  it('W40 holds no pings: they reach no handler and push nothing out of history', async () => {
    const { client, network } = await connectFakeClient({
      history: { maxCount: 2 },
      heartbeat: { interval: 1000 },
    });
    const lines = logEvents(client);
    await network.last.message({ type: 'a' });
    for (let n = 0; n < 5; n++) {
      await network.last.message({ type: 'ping' });
      await network.last.message({ type: 'pong' });
    }
    expect(lines).toEqual(['message a']);
    expect(client.history().map(({ type }) => type)).toEqual(['a']);
    expect(network.last.sent).toEqual(Array(5).fill('{"type":"pong"}'));
    expect(client.stats().received).toBe(1);
  });

  it('W40 holds pings where they are asked for', async () => {
    const { client, network } = await connectFakeClient({ answerPing: false });
    const lines = logEvents(client);
    await network.last.message({ type: 'ping' });
    expect(lines).toEqual(['message ping']);
    expect(network.last.sent).toEqual([]);
  });

  it('W43 G5 is kept, and waits, only so far: 1,000 messages each, if nothing else is said', async () => {
    const { client, network } = await connectFakeClient();
    const { client: idle } = makeFakeClient();
    for (let n = 0; n < 1100; n++) network.last.onmessage?.({ data: `{"type":"a","payload":${n}}` });
    expect(client.history().map(({ payload }) => payload)).toEqual(
      Array.from({ length: 1000 }, (_, n) => n + 100),
    );
    const unsent: unknown[] = [];
    idle.on('unsent', ({ receipt, error }) => unsent.push([receipt.message, error.code]));
    for (let n = 0; n < 1002; n++) idle.send('a', n);
    void idle.connect().catch(() => {});
    for (let turn = 0; turn < 100 && unsent.length < 2; turn++) await settle();
    expect(unsent).toEqual([0, 1].map((payload) => [{ type: 'a', payload }, 'OUTBOX_OVERFLOW']));
    expect(idle.stats().queuedCount).toBe(1000);
  });

  it('W44 is of the type that it asked for, and has a key of its own though ids repeat', async () => {
    const { client, network } = await connectFakeClient();
    const answers: string[] = [];
    const keys: number[] = [];
    client.subscribe<{ answer: string }>('answer', ({ payload }) => answers.push(payload.answer.trim()));
    client.subscribe('*', ({ sequence }) => keys.push(sequence));
    for (const frame of [
      { type: 'answer', id: 'same', payload: { answer: ' one ' } },
      { type: 'status', id: 'same', payload: null },
      { type: 'status', id: 'same' },
      { type: 'answer', id: 'same', payload: { answer: 'two' } },
    ]) {
      await network.last.message(frame);
    }
    expect(answers).toEqual(['one', 'two']);
    expect(keys).toEqual([1, 2, 3, 4]);
    expect(client.history().map(({ sequence }) => sequence)).toEqual(keys);
  });

  it('W45 is each part of two streams that interleave, with what tells them apart', async () => {
    const { client, network } = await connectFakeClient();
    const streams: Record<string, string> = {};
    client.subscribe<{ delta: string }>('delta', ({ raw, payload }) => {
      const key = raw['conversation_id'] as string;
      streams[key] = (streams[key] ?? '') + payload.delta;
    });
    const [first, second] = ['Hello, how are you?', 'Bonjour, comment allez-vous ?'];
    for (let n = 0; n < second.length; n++) {
      for (const [conversation_id, text] of Object.entries({ first, second })) {
        const frame = { type: 'delta', conversation_id, payload: { delta: text.charAt(n) } };
        network.last.onmessage?.({ data: JSON.stringify(frame) });
      }
    }
    expect(streams).toEqual({ first, second });
  });

  it('W88 is there whether a server says payload or data', async () => {
    const { client, network } = await connectFakeClient({ profile: 'autobot' });
    const { client: other, network: otherNetwork } = await connectFakeClient({
      profile: { ...base, payloadKey: 'data' },
    });
    const seen: unknown[] = [];
    client.subscribe('a', ({ payload, raw }) => seen.push([payload, raw['data']]));
    other.subscribe('a', ({ payload, data }) => seen.push([payload, data]));
    await network.last.message({ type: 'a', data: 1 });
    await otherNetwork.last.message({ type: 'a', data: 2 });
    expect(seen).toEqual([
      [undefined, 1],
      [2, 2],
    ]);
  });

  it('W81 comes from a server: where none answers, nothing does, and no state says so', async () => {
    const network = fakeNetwork((socket) => void socket.fail());
    const { client } = makeFakeClient({}, network);
    const lines = logEvents(client);
    client.send('chat', { message: 'Anybody?' });
    void client.connect();
    for (let turn = 0; turn < 20; turn++) await settle();
    client.disconnect();
    expect(network.sockets.length).toBeGreaterThan(0);
    expect(lines.filter((line) => /message|invalid|binary|open|connected/.test(line))).toEqual([]);
  });

  it('W83 S10 is text as the server wrote it, and no page has changed for it', async () => {
    const { client, network } = await connectFakeClient();
    const before = document.documentElement.outerHTML;
    const texts = [
      '<img src=x onerror="globalThis.hacked = true"><script>hacked = true</script>',
      '\u001b]0;title\u0007\u001b[31mred\u001b[0m\r\u001b[2K',
      '&lt;b&gt; {{ 1 + 1 }} ${1 + 1} javascript:alert(1)',
    ];
    const seen: unknown[] = [];
    client.subscribe('*', ({ payload, type }) => seen.push([type, payload]));
    for (const text of texts) await network.last.message({ type: text, payload: text });
    expect(seen).toEqual(texts.map((text) => [text, text]));
    expect(document.documentElement.outerHTML).toBe(before);
    expect('hacked' in globalThis).toBe(false);
  });

  it('S5 pollutes nothing, nor what is sent, nor what is given as an option', async () => {
    const { client, network } = await connectFakeClient();
    const evil =
      '{"type":"a","__proto__":{"bad":1},"constructor":{"prototype":{"bad":1}},"payload":{"__proto__":{"bad":1}}}';
    const before = Object.getOwnPropertyNames(Object.prototype);
    const seen: unknown[] = [];
    client.subscribe('*', (message) =>
      seen.push(message.payload, client.history(), client.stats(), client.trace()),
    );
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      client.subscribe(name, () => {})();
      client.send(name, JSON.parse(evil));
      await network.last.message(`{"type":"${name}","${name}":{"bad":1}}`);
    }
    await network.last.message(evil);
    expect(() => createChatClient(JSON.parse('{"url":"ws://a","__proto__":{"bad":1}}'))).toThrow(
      /no option '__proto__'/,
    );
    expect(seen).toHaveLength(5 * 4);
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
    expect(({} as { bad?: number }).bad).toBeUndefined();
  });
});
