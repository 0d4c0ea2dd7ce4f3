import { describe, expect, it } from 'vitest';
import type { CloseDetails } from 'chatwire';
import { connectFakeClient, makeFakeClient } from '../../support/clients.ts';
import { fakeNetwork, openNetwork } from '../../support/fakeWebSocket.ts';
import { until } from '../../support/until.ts';

describe('shouldReconnect', () => {
  it('C6 F12 is asked with what the socket ended with, and dials again where the table would stop', async () => {
    const asked: CloseDetails[] = [];
    const { client, network } = await connectFakeClient({
      shouldReconnect: (close) => asked.push(close) > 0,
    });
    await network.last.end(4400, 'go away');
    await until(() => client.state === 'connected' && network.sockets.length === 2, 'the next link');
    expect(asked).toEqual([{ code: 4400, reason: 'go away', wasClean: true, wasOpen: true }]);
  });

  it('C6 gives up when told so, and hands back what waits', async () => {
    const { client, network } = makeFakeClient({ shouldReconnect: () => false });
    const receipt = client.send('queued');
    void client.connect();
    await until(() => network.sockets.length === 1, 'the dial');
    await network.last.fail();
    await until(() => client.state === 'failed', 'the end');
    await expect(receipt.delivered).rejects.toMatchObject({ code: 'RETRY_DECLINED' });
    expect(network.sockets).toHaveLength(1);
  });

  it.each([
    ['has no opinion', () => undefined, []],
    [
      'throws',
      () => {
        throw new Error('a bug');
      },
      ['HANDLER_THREW', 'HANDLER_THREW'],
    ],
  ] as [string, () => undefined, string[]][])(
    'C6 leaves it to the close codes where it %s',
    async (_what, shouldReconnect, told) => {
      const { client, network } = await connectFakeClient({ shouldReconnect });
      const errors: string[] = [];
      client.on('error', ({ code }) => errors.push(code));
      await network.last.end(1001);
      await until(() => client.state === 'connected' && network.sockets.length === 2, 'the retry');
      await network.last.end(4400);
      await until(() => client.state === 'failed', 'the end');
      expect(errors).toEqual([...told, 'CLOSED_BY_SERVER']);
    },
  );

  it('F39 may call disconnect() or connect() itself', async () => {
    const { client, network } = await connectFakeClient({
      shouldReconnect: () => {
        client.disconnect();
        return true;
      },
    });
    await network.last.fail();
    await until(() => client.state === 'closed', 'the end');
    expect(network.sockets).toHaveLength(1);
  });

  it('is not asked after an own disconnect()', async () => {
    let asked = 0;
    const { client } = await connectFakeClient({ shouldReconnect: () => ++asked > 0 });
    client.disconnect();
    await until(() => client.state === 'closed', 'the end');
    expect(asked).toBe(0);
  });
});

describe('sub-protocols', () => {
  it('F06 that need not be are left out after a dial that failed: two handshakes', async () => {
    const network = fakeNetwork(
      (socket) => void (socket.protocols === undefined ? socket.open() : socket.fail()),
    );
    const { client } = makeFakeClient({ protocols: 'chat.v1', requireProtocol: false }, network);
    void client.connect();
    await until(() => client.state === 'connected', 'the second handshake');
    expect(network.sockets.map((socket) => socket.protocols)).toEqual([['chat.v1'], undefined]);
  });
});

describe('stats().outage', () => {
  it('says how long the link was away', async () => {
    const { client, network } = makeFakeClient({}, openNetwork());
    await client.connect();
    expect(client.stats().outage).toEqual({ last: 0, longest: 0 });
    await network.last.fail();
    await until(() => client.state === 'connected', 'the next link');
    expect(client.stats().outage.last).toBeGreaterThan(0);
  });
});
