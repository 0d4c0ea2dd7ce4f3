import { inspect } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fakeNetwork, openNetwork } from '../../../support/fakeWebSocket.ts';
import { until } from '../../../support/until.ts';
import { connectService, framesOf, makeService } from './services.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
});

/** A platform whose own WebSocket takes no headers. */
function browser() {
  const network = openNetwork();
  vi.stubGlobal('WebSocket', network.WebSocket);
  vi.stubGlobal('process', { env: {} });
  return network;
}

describe('the API key', () => {
  it('S3.9 S3.65 S3.66 is the header x-api-key of every dial', async () => {
    const { service, network } = await connectService({ apiKey: 'canary' });
    await network.last.end(1006, '', false);
    await until(() => network.sockets.length === 2 && service.state.connected, 'the next link');
    expect(network.sockets.map(({ options }) => options?.headers)).toEqual([
      { 'x-api-key': 'canary' },
      { 'x-api-key': 'canary' },
    ]);
    expect(network.last.protocols).toEqual([]);
  });

  it('S3.65 C24 W77 is a sub-protocol in browsers, beside the one that the server repeats', async () => {
    const network = browser();
    await connectService({ apiKey: 'schlüssel?>', WebSocket: undefined }, network);
    expect(network.last.url).toBe('ws://localhost:8000/');
    expect(network.last.protocols).toEqual([
      'nexus.chatwire',
      `base64url.key.${Buffer.from('schlüssel?>').toString('base64url')}`,
    ]);
  });

  it('S3.33 S3.41 may be undefined: then nothing is sent', async () => {
    const { network } = await connectService({ apiKey: undefined });
    expect([network.last.options, network.last.protocols]).toEqual([undefined, undefined]);
  });

  it('S3.67 S3.106 is asked for at each dial, where it is a function', async () => {
    let asked = 0;
    const apiKey = async () => `key ${++asked}`;
    const { service, network } = await connectService({ apiKey });
    await network.last.end(1006, '', false);
    await until(() => network.sockets.length === 2 && service.state.connected, 'the next link');
    expect(network.sockets.map(({ options }) => options?.headers?.['x-api-key'])).toEqual(['key 1', 'key 2']);
  });

  it('S3.67 W32 is in nothing that the service shows or logs', async () => {
    const network = fakeNetwork((socket) => void socket.end(4401, 'key invalid'));
    const { service, log } = makeService({ apiKey: 'canary', debug: true }, network);
    const error: unknown = await service.connect().catch((reason: unknown) => reason);
    await until(() => service.client.state === 'failed', 'the end');
    const shown = [error, log.lines, service.diagnostics(), service.client.trace(), service.state];
    expect(inspect(shown, { depth: Infinity })).not.toContain('canary');
    expect(inspect(service, { depth: Infinity })).not.toContain('canary');
  });

  it('S3.91 "API key not set" where the function gives none', async () => {
    const { service, network } = makeService({ apiKey: () => undefined });
    await expect(service.connect()).rejects.toMatchObject({ name: 'ChatwireError' });
    await until(() => service.client.state === 'failed', 'the end');
    expect(service.state).toEqual({ connected: false, connecting: false, error: 'API key not set' });
    expect(network.sockets).toEqual([]);
  });

  it('S3.91 "API key not set" where there is none, and the server wants one', async () => {
    const closing = openNetwork();
    const { service } = await connectService({ apiKey: '' }, closing);
    await closing.last.end(4401, 'auth timeout');
    await until(() => service.client.state === 'failed', 'the end');
    expect(service.state.error).toBe('API key not set');
    const { service: challenged, network } = await connectService();
    await network.last.message({ type: 'auth_challenge', id: '1', payload: { challenge: 'abc' } });
    expect(challenged.state).toEqual({ connected: false, connecting: false, error: 'API key not set' });
    await until(() => network.live === 0, 'the close');
  });

  it('S3.82 a wrong one has a text of its own', async () => {
    const network = openNetwork();
    const { service } = await connectService({ apiKey: 'wrong' }, network);
    await network.last.end(4403, 'not allowed');
    await until(() => service.state.connected && network.sockets.length === 2, 'the second try');
    await network.last.end(4403, 'not allowed');
    await until(() => service.client.state === 'failed', 'the end');
    expect(service.state.error).toBe('The server did not accept the API key or the signature.');
  });
});

describe('the signed challenge', () => {
  const sign = async (challenge: string) => ({ pubkey: 'mine', signature: `${challenge} signed` });

  it('S3.18 S3.19 S3.20 S3.21 S3.22 G6 C25 is answered before anything else leaves', async () => {
    const { service, network } = makeService({ authenticate: { sign } });
    const id = service.sendQuery('hi');
    const outcome = service.connect();
    await until(() => network.sockets[0]?.readyState === 1, 'the socket');
    await network.last.message({ type: 'auth_challenge', id: 's1', payload: { challenge: 'abc' } });
    await until(() => network.last.sent.length === 1, 'the answer');
    expect(service.state).toEqual({ connected: false, connecting: true });
    const [auth] = framesOf(network.last);
    expect(auth).toEqual({
      ...{ type: 'auth', id: expect.stringMatching(/^[\da-f-]{36}$/) as string },
      payload: { pubkey: 'mine', signature: 'abc signed', challenge: 'abc' },
    });
    await network.last.message({ type: 'auth_ok', id: auth!.id, payload: {} });
    await outcome;
    expect(framesOf(network.last)[1]).toMatchObject({ type: 'ask', id });
  });

  it('S3.22 its words can be others', async () => {
    const words = { challengeType: 'prove', accepted: null };
    const { service, network } = makeService({ authenticate: { sign, ...words } });
    const outcome = service.connect();
    await until(() => network.sockets[0]?.readyState === 1, 'the socket');
    await network.last.message({ type: 'prove', id: 's1', payload: { challenge: 'abc' } });
    await outcome;
    expect(framesOf(network.last)[0]).toMatchObject({ type: 'auth' });
  });

  it('S3.73 connect() rejects when the server does not say yes in time', async () => {
    const { service } = makeService({ authenticate: { sign }, authTimeout: 10 });
    await expect(service.connect()).rejects.toMatchObject({ code: 'AUTH_TIMEOUT' });
  });
});

describe('an address without TLS', () => {
  const exposed = 'ws://nexus.example.com';

  it.each(['ws://localhost:8000', 'ws://127.0.0.1:8000', 'ws://[::1]:8000', 'wss://nexus.example.com'])(
    'S3.7 S3.8 S3.40 S3.71 %s is dialled as it is, also with requireSecure',
    async (url) => {
      const { network, log } = await connectService({ url, requireSecure: true });
      expect(network.last.url).toBe(`${url}/`);
      expect(log.lines).toEqual([]);
    },
  );

  it('S3.71 W77 is refused with requireSecure, be it given or asked for', async () => {
    expect(() => makeService({ url: exposed, requireSecure: true })).toThrow(/has no TLS.*use wss:/);
    const { service, network } = makeService({
      ...{ url: () => exposed, requireSecure: true, maxReconnectAttempts: 0 },
    });
    await expect(service.connect()).rejects.toMatchObject({ code: 'AUTH_PROVIDER_FAILED' });
    expect(network.sockets).toEqual([]);
  });

  it('S3.71 is warned of in production', () => {
    const { log: before } = makeService({ url: exposed });
    vi.stubEnv('NODE_ENV', 'production');
    const { log } = makeService({ url: exposed });
    expect([before.lines.length, log.of('warn').join()]).toEqual([0, expect.stringContaining('no TLS')]);
    const { log: silenced } = makeService({ url: exposed, requireSecure: false });
    expect(silenced.lines).toEqual([]);
  });

  it('S3.8 another scheme is told as such', async () => {
    const { service } = makeService({ url: 'http://localhost:8000' });
    await expect(service.connect()).rejects.toMatchObject({ code: 'BAD_URL' });
    expect(service.state.error).toBe('The server address is not valid.');
  });
});
