import { afterEach, describe, expect, it, vi } from 'vitest';
import { WebSocket as WsWebSocket } from 'ws';
import type { WebSocketConstructor } from '../../../js-glue/core/socketAdapter.ts';
import { findWebSocket } from '../../../js-glue/core/webSocketConstructor.ts';
import { makeClient } from '../../support/clients.ts';
import { FakeWebSocket } from '../../support/fakeWebSocket.ts';
import { RawServer } from '../../support/rawServer.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

/** A process like this one, but started elsewhere. */
function stubProcess(parts: { main: string | undefined; cwd: string }): void {
  vi.stubGlobal('process', {
    argv: ['node', parts.main],
    cwd: () => parts.cwd,
    getBuiltinModule: process.getBuiltinModule.bind(process),
  });
}

/** Whether its sockets are those of ws. */
function isWs(WebSocket: WebSocketConstructor): boolean {
  const socket = new WebSocket('ws://127.0.0.1:1');
  socket.onerror = () => {};
  return socket instanceof WsWebSocket;
}

describe('findWebSocket', () => {
  it('takes the platform’s own constructor', () => {
    vi.stubGlobal('WebSocket', FakeWebSocket);
    expect(findWebSocket()).toBe(FakeWebSocket);
  });

  it('else takes ws, as installed beside the main script', () => {
    vi.stubGlobal('WebSocket', undefined);
    stubProcess({ main: import.meta.filename, cwd: '/' });
    expect(isWs(findWebSocket())).toBe(true);
  });

  it('else takes ws, as installed where the process runs', () => {
    vi.stubGlobal('WebSocket', undefined);
    for (const main of [undefined, '/nowhere/main.js', '-']) {
      stubProcess({ main, cwd: import.meta.dirname });
      expect(isWs(findWebSocket())).toBe(true);
    }
  });

  it('S13 does not ask a server that has it for compression', async () => {
    vi.stubGlobal('WebSocket', undefined);
    const server = await RawServer.start({ perMessageDeflate: true });
    const client = makeClient({ url: server.url, auth: { header: { 'x-name': 'ada' } } });
    await client.connect();
    expect(server.last.socket.extensions).toBe('');
    client.destroy();
    // The same server gives it to whoever asks.
    const asking = new WsWebSocket(server.url);
    await new Promise((resolve) => asking.on('open', resolve));
    expect(asking.extensions).toBe('permessage-deflate');
    asking.terminate();
  });

  it('else says how to get one', () => {
    vi.stubGlobal('WebSocket', undefined);
    stubProcess({ main: '/nowhere/main.js', cwd: '/nowhere' });
    expect(findWebSocket).toThrow(expect.objectContaining({ code: 'NO_WEBSOCKET' }));
    vi.stubGlobal('process', undefined);
    expect(findWebSocket).toThrow(/npm install ws/);
  });

  it('tells a client by a rejection and an error, not by a throw', async () => {
    vi.stubGlobal('WebSocket', undefined);
    stubProcess({ main: undefined, cwd: '/nowhere' });
    const client = makeClient();
    const errors: string[] = [];
    client.on('error', ({ code }) => errors.push(code));
    await expect(client.connect()).rejects.toMatchObject({ code: 'NO_WEBSOCKET' });
    expect(errors).toEqual(['NO_WEBSOCKET']);
    expect(client.state).toBe('failed');
  });
});
