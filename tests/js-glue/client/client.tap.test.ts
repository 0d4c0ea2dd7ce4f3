import { nexus, wazuh, type ChatClient, type TappedFrame } from 'chatwire';
import { describe, expect, it, vi } from 'vitest';
import { connectFakeClient, makeFakeClient } from '../../support/clients.ts';
import { fakeNetwork, openNetwork } from '../../support/fakeWebSocket.ts';
import { settle } from '../../support/tasks.ts';
import { until } from '../../support/until.ts';

/** What a tap sees, as `out {...}`; bytes by their number. */
function tapped(client: ChatClient) {
  const lines: string[] = [];
  const stop = client.tap(({ direction, data }) => {
    lines.push(`${direction} ${typeof data === 'string' ? data : `${data.byteLength} bytes`}`);
  });
  return { lines, stop };
}

describe('a frame tap (W90)', () => {
  it('shows each frame as it is, in both directions, with the time', async () => {
    const { client, network } = await connectFakeClient();
    const frames: TappedFrame[] = [];
    client.tap((frame) => frames.push(frame));
    const before = Date.now();
    client.send('ask', { n: 1 });
    await until(() => network.last.sent.length === 1, 'the message');
    await network.last.message(' {"type":"answer", "payload":2}');
    await until(() => frames.length === 2, 'both');
    expect(frames).toEqual([
      { direction: 'out', data: network.last.sent[0], at: expect.any(Number) },
      { direction: 'in', data: ' {"type":"answer", "payload":2}', at: expect.any(Number) },
    ]);
    for (const { at } of frames) {
      expect(at).toBeGreaterThanOrEqual(before);
      expect(at).toBeLessThanOrEqual(Date.now());
    }
  });

  it('sees what nobody else is shown: pings, answers to them, credentials, what is unwanted and what is no message', async () => {
    const network = fakeNetwork((socket) => void socket.open());
    const { client } = makeFakeClient(
      { auth: { firstFrame: { type: 'auth', payload: { token: 'secret' } } }, heartbeat: { interval: 20 } },
      network,
    );
    const { lines } = tapped(client);
    void client.connect();
    await until(() => network.sockets.length === 1 && network.last.sent.length > 0, 'the credentials');
    await network.last.message({ type: 'auth_ok' });
    await until(() => lines.some((line) => line.includes('out {"type":"ping"')), 'a ping of its own');
    const seen = ['{"type":"ping"}', '{"type":"unwanted"}', '{"type":"unwanted"}', 'garbage', '{"a":{'];
    for (const frame of seen) await network.last.message(frame);
    await until(() => lines.includes('in {"a":{'), 'the last one');
    expect(lines[0]).toMatch(/^out .*secret/);
    expect(lines[1]).toBe('in {"type":"auth_ok"}');
    expect(lines.filter((line) => line.startsWith('in ')).slice(1)).toEqual(
      seen.map((frame) => `in ${frame}`),
    );
    expect(lines).toContain('out {"type":"pong"}');
  });

  it('shows a frame before what comes of it', async () => {
    const { client, network } = await connectFakeClient();
    const { lines } = tapped(client);
    client.subscribe('hi', () => lines.push('handled'));
    await settle();
    await network.last.message({ type: 'hi' });
    await until(() => lines.length === 2, 'both');
    expect(lines).toEqual(['in {"type":"hi"}', 'handled']);
  });

  it('shows bytes as a copy: what a listener does to it, nobody else notices', async () => {
    const { client, network } = await connectFakeClient();
    client.tap(({ data }) => {
      if (typeof data !== 'string') new Uint8Array(data).fill(0);
    });
    const { lines } = tapped(client);
    const binary = vi.fn();
    client.on('binary', (bytes) => binary([...new Uint8Array(bytes)]));
    const out = Uint8Array.of(7, 8, 9);
    client.send(out);
    await until(() => network.last.sent.length === 1, 'the bytes');
    await network.last.message(Uint8Array.of(1, 2).buffer);
    await until(() => binary.mock.calls.length === 1, 'the binary frame');
    expect(binary).toHaveBeenCalledWith([1, 2]);
    expect([...(network.last.sent[0] as Uint8Array)]).toEqual([7, 8, 9]);
    expect(lines).toEqual(['out 3 bytes', 'in 2 bytes']);
  });

  it('begins before there is a socket, goes on over the next one, and ends with its subscription', async () => {
    const { client, network } = makeFakeClient({}, openNetwork());
    const { lines, stop } = tapped(client);
    await client.connect();
    await network.last.message('{"n":1}');
    await network.last.fail();
    await until(() => network.sockets.length === 2 && client.state === 'connected', 'the next link');
    await network.last.message('{"n":2}');
    await until(() => lines.length === 2, 'both');
    stop();
    stop();
    await settle();
    await network.last.message('{"n":3}');
    const handled = vi.fn();
    client.subscribe('*', handled);
    await settle();
    await network.last.message('{"n":4}');
    await until(() => handled.mock.calls.length === 1, 'the last one');
    expect(lines).toEqual(['in {"n":1}', 'in {"n":2}']);
  });

  it('sees frames of a socket that was given up', async () => {
    const { client, network } = await connectFakeClient();
    const { lines } = tapped(client);
    await settle();
    network.last.answersClose = false;
    client.disconnect();
    void client.connect();
    await until(() => network.sockets.length === 2 && client.state === 'connected', 'the next link');
    network.sockets[0]!.onmessage?.({ data: '{"late":1}' });
    await until(() => lines.length === 1, 'the late one');
    expect(lines).toEqual(['in {"late":1}']);
  });

  it('goes on for the others when one ends, and shows nothing to who has destroyed the client', async () => {
    const { client, network } = await connectFakeClient();
    const [first, second] = [tapped(client), tapped(client)];
    client.tap(() => client.destroy());
    const last = tapped(client);
    first.stop();
    await settle();
    await network.last.message('1');
    await until(() => second.lines.length === 1, 'the frame');
    network.last.onmessage?.({ data: '2' });
    await settle();
    expect([first.lines, second.lines, last.lines]).toEqual([[], ['in 1'], []]);
  });

  it('takes it when a listener throws, and reports it as of any handler (W48)', async () => {
    const { client, network } = await connectFakeClient();
    const error = new Error('of the application');
    client.tap(() => {
      throw error;
    });
    const { lines } = tapped(client);
    const errors = vi.fn();
    client.on('error', errors);
    await settle();
    await network.last.message({ type: 'hi' });
    await until(() => lines.length === 1, 'the frame');
    expect(errors.mock.calls).toEqual([[expect.objectContaining({ code: 'HANDLER_THREW', cause: error })]]);
    expect(client.state).toBe('connected');
  });

  it('refuses what is no function', () => {
    const { client } = makeFakeClient();
    expect(() => client.tap('log' as never)).toThrow(TypeError);
  });
});

describe('client.profile', () => {
  it('is the profile that the option names, or the application’s own', () => {
    expect(makeFakeClient({ profile: 'wazuh' }).client.profile).toBe(wazuh);
    expect(makeFakeClient().client.profile.name).toBe('base');
    expect(makeFakeClient({ profile: { ...nexus, name: 'mine' } }).client.profile.name).toBe('mine');
  });
});
