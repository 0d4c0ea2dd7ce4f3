import { Channels, createChatClient, type ChannelsOptions, type Message } from 'chatwire';
import { describe, expect, it, vi } from 'vitest';
import { connectFakeClient, makeFakeClient } from '../../support/clients.ts';
import { openNetwork, type FakeNetwork } from '../../support/fakeWebSocket.ts';
import { settle } from '../../support/tasks.ts';
import { until } from '../../support/until.ts';

const asking: ChannelsOptions = {
  join: (channel) => ({ type: 'join', channel }),
  leave: (channel) => ({ type: 'leave', channel }),
};

/** What the server got on its newest connection, in short: `join a`, `say a 1`. */
function received({ last }: FakeNetwork): string[] {
  return last.sent.map((frame) => {
    const { type, channel, payload } = JSON.parse(frame as string) as Record<string, unknown>;
    return [type, channel, payload && (payload as { text: string }).text].filter(Boolean).join(' ');
  });
}

/** Subscribes, and gives back the list of payloads that came. */
function heardBy(channel: { subscribe: (type: string, handler: (message: Message) => void) => unknown }) {
  const heard: unknown[] = [];
  channel.subscribe('said', ({ payload }) => heard.push(payload));
  return heard;
}

async function connect(options: ChannelsOptions = asking) {
  const { client, network } = await connectFakeClient();
  return { client, network, channels: new Channels(client, options) };
}

describe('Channels', () => {
  it('S2.95 keeps two channels of one connection apart', async () => {
    const { network, channels } = await connect();
    const heard = ['a', 'b'].map((name) => heardBy(channels.join(name)));
    await network.last.message({ type: 'said', channel: 'a', payload: 1 });
    await network.last.message({ type: 'said', channel: 'b', payload: 2 });
    await network.last.message({ type: 'said', channel: 'c', payload: 3 });
    await network.last.message({ type: 'said', payload: 4 });
    await until(() => heard[1]!.length > 0);
    await settle();
    expect(heard).toEqual([[1], [2]]);
    expect(network.sockets).toHaveLength(1);
  });

  it("S2.95 '*' hears all types of its channel, and of no other", async () => {
    const { network, channels } = await connect();
    const types: string[] = [];
    channels.join('a').subscribe('*', ({ type }) => types.push(type));
    for (const channel of ['a', 'b', 'a']) await network.last.message({ type: `from ${channel}`, channel });
    await until(() => types.length === 2);
    expect(types).toEqual(['from a', 'from a']);
  });

  it('S2.95 sends in its channel, with the frames of the profile', async () => {
    const { network, channels } = await connect({});
    await channels.join('a').send('say', { text: 'hello' }).delivered;
    await channels.join('a').send('nod').delivered;
    expect(network.last.sent.map((frame) => JSON.parse(frame as string) as object)).toEqual([
      { type: 'say', channel: 'a', payload: { text: 'hello' } },
      { type: 'nod', channel: 'a' },
    ]);
  });

  it('S2.95 finds and puts the name within the payload where it stands there', async () => {
    const { network, channels } = await connect({ field: 'room', place: 'payload' });
    const room = channels.join('a');
    const heard = heardBy(room);
    await room.send('say', { text: 'hello' }).delivered;
    expect(JSON.parse(network.last.sent[0] as string)).toEqual({
      type: 'say',
      payload: { text: 'hello', room: 'a' },
    });
    for (const payload of [{ room: 'b' }, null, 'a', { room: 'a' }])
      await network.last.message({ type: 'said', payload });
    await until(() => heard.length > 0);
    expect(heard).toEqual([{ room: 'a' }]);
  });

  it('S2.95 a channel is asked for by the first who joins, and given up by the last who leaves', async () => {
    const { network, channels } = await connect();
    const [first, second] = [channels.join('a'), channels.join('a')];
    first.leave();
    first.leave();
    await settle();
    expect(received(network)).toEqual(['join a']);
    second.leave();
    await until(() => network.last.sent.length === 2);
    expect(received(network)).toEqual(['join a', 'leave a']);
  });

  it('S2.95 who has left hears nothing more, and is told so when it sends', async () => {
    const { network, channels } = await connect();
    const [one, other] = [channels.join('a'), channels.join('a')];
    const [silent, heard] = [heardBy(one), heardBy(other)];
    one.leave();
    await network.last.message({ type: 'said', channel: 'a', payload: 1 });
    await until(() => heard.length > 0);
    expect(silent).toEqual([]);
    expect(() => one.send('say')).toThrow(expect.objectContaining({ code: 'CANCELLED' }));
    expect(() => one.subscribe('said', () => {})).toThrow(expect.objectContaining({ code: 'CANCELLED' }));
  });

  it('asks again on each new link, before what waited for it', async () => {
    const { client, network, channels } = await connect();
    const [a, b] = [channels.join('a'), channels.join('b')];
    await until(() => network.last.sent.length === 2);
    b.leave();
    await until(() => network.last.sent.length === 3);
    client.on('retry', () => a.send('say', { text: 'while down' }));
    await network.last.end(1006, '', false);
    await until(() => client.state === 'connected');
    await until(() => network.last.sent.length === 2);
    await settle();
    expect(network.sockets).toHaveLength(2);
    expect(received(network)).toEqual(['join a', 'say a while down']);
  });

  it('asks again after a disconnect() and a connect()', async () => {
    const { client, network, channels } = await connect();
    channels.join('a');
    await until(() => network.last.sent.length === 1);
    client.disconnect();
    await until(() => client.state === 'closed');
    await client.connect();
    await until(() => network.last.sent.length === 1);
    expect(received(network)).toEqual(['join a']);
  });

  it('asks before there is a link: first of all that waits', async () => {
    const { client, network } = makeFakeClient({}, openNetwork());
    const channels = new Channels(client, asking);
    client.send({ type: 'first' });
    channels.join('a').send('say', { text: 'hello' });
    await client.connect();
    await until(() => network.last.sent.length === 3);
    expect(received(network)).toEqual(['join a', 'first', 'say a hello']);
  });

  it('takes back what it has not asked for yet, and tells the server nothing', async () => {
    const { client, network } = makeFakeClient({}, openNetwork());
    const channels = new Channels(client, asking);
    channels.join('a').leave();
    channels.join('b');
    await client.connect();
    await until(() => network.last.sent.length > 0);
    await settle();
    expect(received(network)).toEqual(['join b']);
  });

  it('asks once more where the outbox had no room for it', async () => {
    const { client, network } = makeFakeClient(
      { outbox: { maxCount: 1, overflow: 'drop-newest' } },
      openNetwork(),
    );
    const channels = new Channels(client, asking);
    client.send({ type: 'only one' }, { priority: 'high' });
    channels.join('a');
    await client.connect();
    await until(() => network.last.sent.length === 2);
    expect(received(network)).toEqual(['only one', 'join a']);
  });

  it('destroy() leaves them all', async () => {
    const { client, network, channels } = await connect();
    const heard = [channels.join('a'), channels.join('b')].map(heardBy);
    channels.destroy();
    const seen = vi.fn();
    client.subscribe('said', seen);
    await until(() => network.last.sent.length === 4);
    expect(received(network)).toEqual(['join a', 'join b', 'leave a', 'leave b']);
    await network.last.message({ type: 'said', channel: 'a', payload: 1 });
    await until(() => seen.mock.calls.length > 0);
    await network.last.end(1006, '', false);
    await until(() => network.sockets.length === 2 && client.state === 'connected');
    await settle();
    expect([heard, network.last.sent]).toEqual([[[], []], []]);
  });

  it('outlives its client', async () => {
    const { client, channels } = await connect();
    const channel = channels.join('a');
    client.destroy();
    expect(channel.send('say').status).toBe('dropped');
    channels.join('b').leave();
    channel.leave();
    channels.destroy();
  });

  it('a frame that cannot be made is told to who joins, and joins nothing', async () => {
    const join = vi.fn((channel: string) => ({ type: 'join', channel }));
    join.mockImplementationOnce(() => {
      throw new Error('no');
    });
    const { network, channels } = await connect({ join });
    expect(() => channels.join('a')).toThrow('no');
    channels.join('a');
    await until(() => network.last.sent.length === 1);
    expect(received(network)).toEqual(['join a']);
  });

  it('B32 names what is wrong with its options and arguments', async () => {
    const { client, channels } = await connect();
    const wrong: [object, string][] = [
      [{ fields: 'a' }, "Channels has no option 'fields'"],
      [{ field: '' }, 'field must be a text of 1 to 255 characters'],
      [{ place: 'body' }, "place must be one of 'frame', 'payload'"],
      [{ join: 'join' }, 'join must be a function'],
      [{ leave: 1 }, 'leave must be a function'],
    ];
    for (const [options, message] of wrong)
      expect(() => new Channels(client, options as ChannelsOptions)).toThrow(message);
    expect(() => channels.join('')).toThrow('channel must be a text');
    const channel = channels.join('a');
    expect(() => channel.subscribe('said', 1 as never)).toThrow('handler must be a function');
    expect(() => channel.send('', {})).toThrow('type must be a text');
    expect(() => channel.send('say', 'hello' as never)).toThrow('payload must be an object');
  });

  it('serves a client of any system', () => {
    const client = createChatClient({ url: 'ws://server.test/ws', profile: 'autobot' });
    const channel = new Channels(client, { field: 'chat_id', place: 'payload' }).join('1');
    channel.subscribe<{ response: string }>(
      'llm_response',
      ({ payload }) => payload.response satisfies string,
    );
    client.destroy();
  });

  it('says that a system whose frames name no type has to do without send()', () => {
    const client = createChatClient({ url: 'ws://server.test/ws', profile: 'chat' });
    expect(() => new Channels(client).join('a').send('say')).toThrow(/its frames name none/);
    client.destroy();
  });
});
