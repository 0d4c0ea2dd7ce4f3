import * as entry from 'chatwire/chat';
import { destroyWebSocket, getWebSocket } from 'chatwire/chat/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openNetwork } from '../../../support/fakeWebSocket.ts';
import { until } from '../../../support/until.ts';

const warn = vi.spyOn(console, 'warn');
beforeEach(() => void warn.mockReset().mockImplementation(() => {}));
afterEach(destroyWebSocket);

describe('getWebSocket', () => {
  it('S1.69 S1.70 gives the same one to all who ask, whatever entry they import', () => {
    const first = getWebSocket({ reconnectInterval: 5 });
    expect(first.config.reconnectInterval).toBe(5);
    expect(getWebSocket()).toBe(first);
    expect(entry.getWebSocket()).toBe(first);
    expect(first).toBeInstanceOf(entry.ChatWebSocket);
    expect(warn).not.toHaveBeenCalled();
  });

  it('S1.70 W64 warns of another configuration, and keeps the first', () => {
    const onMessage = () => {};
    const first = getWebSocket({ reconnectInterval: 5, onMessage });
    expect(getWebSocket({ reconnectInterval: 5, onMessage })).toBe(first);
    expect(warn).not.toHaveBeenCalled();
    for (const other of [
      { reconnectInterval: 6, onMessage },
      { reconnectInterval: 5 },
      { url: 'ws://b.test' },
    ])
      expect(getWebSocket(other)).toBe(first);
    expect(warn).toHaveBeenCalledTimes(3);
    expect(warn.mock.calls[0]).toEqual([expect.stringContaining('destroyWebSocket()')]);
    expect(first.config.reconnectInterval).toBe(5);
  });
});

describe('destroyWebSocket', () => {
  it('S1.71 disconnects it and forgets it, and may be called when there is none', async () => {
    const network = openNetwork();
    const first = getWebSocket({ WebSocket: network.WebSocket });
    first.connect();
    await until(() => first.isConnected, 'the link');
    destroyWebSocket();
    destroyWebSocket();
    await until(() => !network.last.isLive, 'the close');
    expect(network.last.closedWith).toEqual({ code: 1000, reason: 'Client disconnect' });
    expect(getWebSocket({ reconnectInterval: 6 })).not.toBe(first);
    expect(warn).not.toHaveBeenCalled();
  });
});
