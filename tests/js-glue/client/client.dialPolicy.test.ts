import type { ChatClientOptions } from 'chatwire';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { makeClient, makeFakeClient } from '../../support/clients.ts';
import { openNetwork } from '../../support/fakeWebSocket.ts';
import { forbidUnhandledRejections } from '../../support/unhandledRejections.ts';

/** The addresses that a client with these options dials, and the code that its connect() is rejected with. */
async function dialled(options: Partial<ChatClientOptions>): Promise<{ urls: string[]; code?: unknown }> {
  const { client, network } = makeFakeClient(options, openNetwork());
  const code: unknown = await client.connect().then(
    () => undefined,
    (error: unknown) => (error as { code: unknown }).code,
  );
  return { urls: network.sockets.map(({ url }) => url), ...(code !== undefined && { code }) };
}

const refused = { urls: [], code: 'BAD_URL' };

/** As if the page had come by this scheme. */
const inPage = (scheme: string) =>
  vi.stubGlobal('location', { protocol: scheme, href: `${scheme}//app.test/chat/` });

forbidUnhandledRejections();
afterEach(() => {
  vi.unstubAllGlobals();
});

describe('a page that came by https:', () => {
  it.each(['ws://server.test/ws', 'ws://192.168.0.7/', 'ws://localhost.evil.test/', 'ws://127.0.0.1.test/'])(
    'S4 does not dial %s, whoever gives it',
    async (url) => {
      inPage('https:');
      expect(await dialled({ url })).toEqual(refused);
      expect(await dialled({ url: () => url })).toEqual(refused);
    },
  );

  it('S4 dials it where allowInsecure says so', async () => {
    inPage('https:');
    const url = 'ws://server.test/ws';
    expect(await dialled({ url, allowInsecure: true })).toEqual({ urls: [url] });
  });

  it.each([
    ['wss://server.test/ws', 'wss://server.test/ws'],
    ['ws://localhost:8080/ws', 'ws://localhost:8080/ws'],
    ['ws://app.localhost/', 'ws://app.localhost/'],
    ['ws://127.0.0.1:9/', 'ws://127.0.0.1:9/'],
    ['ws://[::1]:9/', 'ws://[::1]:9/'],
    ['/ws', 'wss://app.test/ws'],
  ])('S4 dials %s', async (url, target) => {
    inPage('https:');
    expect(await dialled({ url })).toEqual({ urls: [target] });
  });

  it('S4 elsewhere nothing is downgraded: a page that came by http:, or none', async () => {
    const url = 'ws://server.test/ws';
    expect(await dialled({ url })).toEqual({ urls: [url] });
    inPage('http:');
    expect(await dialled({ url })).toEqual({ urls: [url] });
  });
});

describe('allowedHosts', () => {
  it.each([
    ['wss://server.test/ws', ['other.test', 'server.test']],
    ['wss://SERVER.test:8443/ws', ['server.test']],
    ['wss://server.test/ws', ['server.test:443']],
    ['ws://server.test/ws', ['server.test:80']],
    ['ws://server.test:81/ws', ['server.test:81']],
    ['ws://[::1]:9/', ['[::1]']],
  ])('S19 lets %s through for %j', async (url, allowedHosts) => {
    expect(await dialled({ url, allowedHosts })).toEqual({ urls: [new URL(url).href] });
  });

  it.each([
    ['wss://evil.test/ws', ['server.test']],
    ['wss://server.test.evil.test/', ['server.test']],
    ['wss://sub.server.test/', ['server.test']],
    ['wss://server.test:444/', ['server.test:443']],
    ['ws://server.test/', ['server.test:443']],
    ['wss://server.test/', []],
  ])('S19 keeps %s out for %j, whoever gives it', async (url, allowedHosts) => {
    expect(await dialled({ url, allowedHosts })).toEqual(refused);
    expect(await dialled({ url: () => Promise.resolve(url), allowedHosts })).toEqual(refused);
  });

  it.each([['server.test'], [['https://server.test']], [['server.test/ws']], [['Server.test']], [[7]]])(
    'B32 refuses %j, and says what it takes',
    (allowedHosts) => {
      expect(() => makeClient({ allowedHosts: allowedHosts as string[] })).toThrow(
        /^chatwire: allowedHosts must be an array of hosts/,
      );
    },
  );
});
