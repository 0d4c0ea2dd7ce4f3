import { base, shareChatClient, type SharedClient, type SharedClientOptions } from 'chatwire';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeNetwork, type FakeNetwork } from '../../support/fakeWebSocket.ts';

let network: FakeNetwork;
let shares: SharedClient[];
const warn = vi.spyOn(console, 'warn');

beforeEach(() => {
  warn.mockReset();
  network = fakeNetwork((socket) => void socket.open());
  shares = [];
});

afterEach(async () => {
  for (const share of shares) share.release();
  await aTaskLater();
});

/** Timers of the same length fire in the order in which they were set. */
const aTaskLater = () => new Promise((resolve) => setTimeout(resolve));

function share(options: SharedClientOptions = {}): SharedClient {
  const made = shareChatClient({ url: 'ws://server.test/ws', WebSocket: network.WebSocket, ...options });
  shares.push(made);
  return made;
}

describe('C36 S3.104 a shared client', () => {
  it('W75 is one, with one socket, for all who ask for the same connection', async () => {
    const holders = Array.from({ length: 100 }, () => share());
    await Promise.all(holders.map(({ client }) => client.connect()));
    expect(new Set(holders.map(({ client }) => client)).size).toBe(1);
    expect(network.sockets.length).toBe(1);
    expect(warn).not.toHaveBeenCalled();
  });

  it.each<[string, SharedClientOptions, SharedClientOptions]>([
    ['URL', {}, { url: 'ws://server.test/other' }],
    ['sub-protocol', {}, { protocols: 'b' }],
    ['profile', { profile: 'dashboard' }, { profile: 'nexus' }],
    ['profile of one’s own', { profile: base }, { profile: { ...base, typeKey: 'event' } }],
    ['identity', { identity: 'a' }, { identity: 'b' }],
    ['token', { auth: { query: { token: 'a' } } }, { auth: { query: { token: 'b' } } }],
  ])('is another one for another %s', (_, first, second) => {
    expect(share(first).client).not.toBe(share(second).client);
  });

  it('is the same where the tokens of one user differ', () => {
    const of = (token: string): SharedClientOptions => ({
      identity: 'a',
      auth: { query: { token: () => token } },
    });
    expect(share(of('first')).client).toBe(share(of('second')).client);
  });

  it('must know whose it is where functions give the address or the credentials', () => {
    expect(() => share({ url: () => 'ws://server.test/ws' })).toThrow(/^chatwire: identity must say/);
    expect(() => share({ auth: { query: { token: () => 'a' } } })).toThrow(/^chatwire: identity must say/);
    expect(() => share({ identity: 5 as unknown as string })).toThrow(/^chatwire: identity must be a text/);
  });

  it('lives until the last share is back, and not longer', async () => {
    const [first, second] = [share(), share()];
    await first.client.connect();
    first.release();
    first.release();
    await aTaskLater();
    expect(second.client.state).toBe('connected');
    second.release();
    await aTaskLater();
    expect(second.client.isDestroyed).toBe(true);
    expect(network.last.isLive).toBe(false);
    expect(share().client).not.toBe(second.client);
  });

  it('W69 is kept where it is asked for again within the task', async () => {
    const first = share();
    await first.client.connect();
    first.release();
    const second = share();
    await aTaskLater();
    expect(second.client).toBe(first.client);
    expect(second.client.state).toBe('connected');
  });

  it('is replaced where somebody destroyed it, and the new one survives the old shares', async () => {
    const first = share();
    first.client.destroy();
    const second = share();
    expect(second.client).not.toBe(first.client);
    first.release();
    await aTaskLater();
    expect(second.client.isDestroyed).toBe(false);
    expect(share().client).toBe(second.client);
  });

  it('S1.70 keeps the first one’s options, and says so where the next one’s differ', () => {
    const first = share({ reconnect: { maxAttempts: 3 } });
    expect(share({ reconnect: { maxAttempts: 4 } }).client).toBe(first.client);
    expect(warn.mock.calls).toEqual([
      [expect.stringMatching(/^chatwire: this connection is shared already/)],
    ]);
  });

  it('refuses what createChatClient() refuses, and shares nothing then', () => {
    expect(() => share({ maxMessageBytes: 0 })).toThrow(/^chatwire: maxMessageBytes/);
    expect(() => share({ maxMessageBytes: 10 })).not.toThrow();
  });
});
