import { describe, expect, it } from 'vitest';
import { makeFakeClient } from '../../support/clients.ts';
import { openNetwork } from '../../support/fakeWebSocket.ts';
import { forgetCore } from '../../support/loading.ts';
import { settle } from '../../support/tasks.ts';
import { until } from '../../support/until.ts';

describe('connectOnSend', () => {
  it('C13 S1.53 a message connects, before the core is loaded, after disconnect() and after a failure', async () => {
    forgetCore();
    const { client, network } = makeFakeClient({ connectOnSend: true }, openNetwork());
    await client.sendText('1').delivered;
    expect(client.state).toBe('connected');
    client.disconnect();
    await until(() => client.state === 'closed', 'the close');
    await client.sendText('2').delivered;
    await network.last.end(4400);
    expect(client.state).toBe('failed');
    await client.send('3').delivered;
    expect(network.sockets.map(({ sent }) => sent)).toEqual([['1'], ['2'], ['{"type":"3"}']]);
  });

  it('C13 S1.54 dials once, however many messages are sent', async () => {
    const { client, network } = makeFakeClient({ connectOnSend: true }, openNetwork());
    client.sendText('1');
    client.sendText('2');
    void client.connect();
    await client.sendText('3').delivered;
    expect(network.sockets).toHaveLength(1);
    expect(network.last.sent).toEqual(['1', '2', '3']);
  });

  it('C13 is off by default: the message waits', async () => {
    const { client, network } = makeFakeClient({}, openNetwork());
    client.sendText('1');
    await until(() => client.stats().queuedCount === 1, 'the core');
    await settle();
    expect(network.sockets).toEqual([]);
    expect(client.state).toBe('idle');
  });

  it.each([1, 'yes', null])('B32 refuses %j', (connectOnSend) => {
    expect(() => makeFakeClient({ connectOnSend: connectOnSend as never })).toThrow(
      'chatwire: connectOnSend must be true or false',
    );
  });
});
