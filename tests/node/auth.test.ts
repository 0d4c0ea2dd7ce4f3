import { describe, expect, it } from 'vitest';
import type { AuthMessage, AuthOptions, ChatClientOptions } from 'chatwire';
import { makeLoopbackClient } from '../support/clients.ts';
import { logEvents } from '../support/eventLog.ts';
import { RawServer } from '../support/rawServer.ts';
import { until } from '../support/until.ts';

const types = (frames: readonly unknown[]) =>
  frames.map((text) => (JSON.parse(text as string) as AuthMessage).type);

/** A server that asks each connection's first frame for a token, and a client that has some. */
async function guarded(
  accepts: (token: unknown) => boolean,
  auth: Partial<AuthOptions> = {},
  options: Partial<ChatClientOptions> = {},
) {
  const server = await RawServer.start();
  server.onFrame = ({ socket, frames }, frame) => {
    if (frames.length > 1) return;
    const { type, payload } = JSON.parse(frame as string) as AuthMessage;
    if (type !== 'auth') return socket.close(4401, 'not first');
    socket.send(
      JSON.stringify({ type: accepts((payload as { token: unknown }).token) ? 'auth_ok' : 'auth_error' }),
    );
  };
  let asked = 0;
  const client = makeLoopbackClient(server.url, {
    reconnect: { initialDelay: 5, maxDelay: 20, jitter: 0 },
    auth: { firstFrame: () => ({ type: 'auth', payload: { token: ++asked } }), ...auth },
    ...options,
  });
  return { server, client, lines: logEvents(client), asked: () => asked };
}

describe('the option auth', () => {
  it('sends credentials first, and what is queued only after the yes', async () => {
    const { server, client, lines } = await guarded(() => true);
    const receipt = client.send('queued', 1);
    client.on('state', ({ state }) => state === 'authenticating' && client.send('while authenticating'));
    await client.connect();
    client.send('direct');
    await receipt.delivered;
    await until(() => server.texts.length === 4, 'all');
    expect(server.texts[0]).toBe('{"type":"auth","payload":{"token":1}}');
    expect(types(server.texts)).toEqual(['auth', 'queued', 'while authenticating', 'direct']);
    expect(lines).toEqual(['state connecting', 'state authenticating', 'state connected', 'open', 'drain']);
  });

  it('shows neither the yes nor the no as a message', async () => {
    const { client, lines } = await guarded((token) => token === 2);
    void client.connect();
    await until(() => client.state === 'connected', 'the second try');
    expect(lines.filter((line) => line.startsWith('message'))).toEqual([]);
  });

  it('asks for credentials at each dial', async () => {
    const { server, client, asked } = await guarded(() => true);
    await client.connect();
    server.last.socket.terminate();
    await until(() => server.connections.length === 2 && client.state === 'connected', 'the next link');
    expect(asked()).toBe(2);
    expect(server.texts.at(-1)).toBe('{"type":"auth","payload":{"token":2}}');
  });

  it('asks once more after a no, and gives up at the second one', async () => {
    const { server, client, lines, asked } = await guarded(() => false);
    const receipt = client.send('secret');
    void client.connect();
    await until(() => client.state === 'failed', 'the end');
    expect(asked()).toBe(2);
    expect(client.getSnapshot().error?.code).toBe('AUTH_REJECTED');
    await expect(receipt.delivered).rejects.toMatchObject({ code: 'AUTH_REJECTED' });
    expect(types(server.texts)).toEqual(['auth', 'auth']);
    expect(lines).not.toContain('open');
    await until(() => server.live === 0, 'the server to see both closed');
    expect(server.connections).toHaveLength(2);
  });

  it('takes a yes that comes after a no for a clean slate', async () => {
    const { server, client } = await guarded((token) => token === 2 || token === 4);
    void client.connect();
    await until(() => client.state === 'connected', 'the second try');
    server.last.socket.terminate();
    await until(() => server.connections.length === 4 && client.state === 'connected', 'the fourth try');
    expect(client.getSnapshot().error).toBeNull();
  });

  it('waits for a provider that takes its time', async () => {
    const { client } = await guarded(() => true, {
      firstFrame: () =>
        new Promise((resolve) => setTimeout(() => resolve({ type: 'auth', payload: { token: 1 } }), 20)),
    });
    await client.connect();
    expect(client.state).toBe('connected');
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('no token');
      },
    ],
    ['rejects', () => Promise.reject(new Error('no token'))],
    ['gives what JSON does not have', () => ({ type: 'auth', payload: { token: 5n } })],
    ['gives no type', () => ({ token: 'x' }) as unknown as AuthMessage],
  ] as [string, () => AuthMessage | Promise<AuthMessage>][])(
    'tells of a provider that %s, and asks again',
    async (_what, failing) => {
      let asked = 0;
      const { client } = await guarded(() => true, {
        timeout: 30,
        firstFrame: () => (++asked === 1 ? failing() : { type: 'auth', payload: { token: asked } }),
      });
      const errors: unknown[] = [];
      client.on('error', (error) => errors.push(error.code));
      void client.connect();
      await until(() => client.state === 'connected', 'the second try');
      expect(errors[0]).toBe('AUTH_PROVIDER_FAILED');
      expect(asked).toBe(2);
    },
  );

  it('gives a server that says nothing so long, then dials again', async () => {
    const server = await RawServer.start();
    const client = makeLoopbackClient(server.url, {
      reconnect: { initialDelay: 5, jitter: 0 },
      auth: { firstFrame: () => ({ type: 'auth' }), timeout: 30 },
    });
    await expect(client.connect()).rejects.toMatchObject({ code: 'AUTH_TIMEOUT' });
    await until(() => server.connections.length === 2, 'the next dial');
  });

  it('understands other names for yes and no', async () => {
    const server = await RawServer.start();
    server.onFrame = ({ socket }) => socket.send('{"type":"welcome"}');
    const client = makeLoopbackClient(server.url, {
      auth: { firstFrame: () => ({ type: 'login' }), accepted: 'welcome', rejected: 'go away' },
    });
    await client.connect();
    expect(types(server.texts)).toEqual(['login']);
  });

  it('uses credentials that come late for no newer socket, and for no destroyed client', async () => {
    const pending: ((message: AuthMessage) => void)[] = [];
    const { server, client } = await guarded(() => true, {
      timeout: 20,
      firstFrame: () => new Promise((resolve) => pending.push(resolve)),
    });
    void client.connect();
    await until(() => pending.length === 2, 'the second dial');
    pending[0]!({ type: 'auth', payload: { token: 'old' } });
    pending[1]!({ type: 'auth', payload: { token: 'new' } });
    await until(() => client.state === 'connected', 'the link');
    expect(server.texts).toEqual(['{"type":"auth","payload":{"token":"new"}}']);
    server.last.socket.terminate();
    await until(() => pending.length === 3, 'the third dial');
    client.destroy();
    const after = client.getSnapshot();
    pending[2]!({ type: 'auth', payload: 5n });
    await until(() => server.live === 0, 'the end');
    expect(client.getSnapshot()).toBe(after);
  });

  it('F35 renews credentials before they end, on the same link', async () => {
    const asked: boolean[] = [];
    const { server, client, lines } = await guarded(() => true, {
      firstFrame: ({ isRenewal }) => {
        asked.push(isRenewal);
        return { type: 'auth', payload: { token: asked.length }, expiresIn: 40 };
      },
    });
    server.onFrame = ({ socket }) => socket.send('{"type":"auth_ok"}');
    await client.connect();
    await until(() => server.texts.length >= 3, 'two renewals');
    expect(asked.slice(0, 3)).toEqual([false, true, true]);
    expect(server.connections).toHaveLength(1);
    expect(lines.filter((line) => line.startsWith('message'))).toEqual([]);
  });

  it('F35 setAuth() sends other credentials on the link that is there', async () => {
    const { server, client } = await guarded(() => true);
    await client.connect();
    client.setAuth({ firstFrame: { type: 'auth', payload: { token: 'other' } } });
    await until(() => server.texts.length === 2, 'the other credentials');
    expect(server.texts[1]).toBe('{"type":"auth","payload":{"token":"other"}}');
    expect(client.state).toBe('connected');
    expect(server.connections).toHaveLength(1);
  });

  it('S3.21 S3.22 G6 signs what the server challenges with', async () => {
    const server = await RawServer.start();
    server.onConnection = ({ socket }) => socket.send('{"type":"challenge","payload":{"nonce":"n0nce"}}');
    server.onFrame = ({ socket, frames }) => frames.length === 1 && socket.send('{"type":"auth_ok"}');
    const client = makeLoopbackClient(server.url, {
      auth: {
        challenge: {
          sign: ({ payload }) => ({
            type: 'auth',
            payload: { signature: `signed ${(payload as { nonce: string }).nonce}` },
          }),
        },
      },
    });
    client.send('queued');
    await client.connect();
    await until(() => server.texts.length === 2, 'both');
    expect(server.texts).toEqual([
      '{"type":"auth","payload":{"signature":"signed n0nce"}}',
      '{"type":"queued"}',
    ]);
  });

  it('G6 takes sending for enough where the server says no yes', async () => {
    const server = await RawServer.start();
    const client = makeLoopbackClient(server.url, {
      auth: { firstFrame: { type: 'auth' }, accepted: null },
    });
    await client.connect();
    expect(client.state).toBe('connected');
    await until(() => server.texts.length === 1, 'the credentials');
  });

  it('W77 S3.9 S3.66 sends headers with each dial', async () => {
    const keys: unknown[] = [];
    const server = await RawServer.start({
      verifyClient: ({ req }: { req: { headers: Record<string, unknown> } }) => {
        keys.push(req.headers['x-api-key']);
        return true;
      },
    });
    const client = makeLoopbackClient(server.url, { auth: { header: { 'x-api-key': () => 'key' } } });
    await client.connect();
    server.last.socket.terminate();
    await until(() => keys.length === 2 && client.state === 'connected', 'the next link');
    expect(keys).toEqual(['key', 'key']);
  });
});
