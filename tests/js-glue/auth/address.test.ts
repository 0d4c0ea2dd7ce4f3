import { describe, expect, it } from 'vitest';
import { ChatwireError, type AuthOptions, type AuthRequest, type ChatClientOptions } from 'chatwire';
import { makeFakeClient } from '../../support/clients.ts';
import { fakeNetwork, openNetwork } from '../../support/fakeWebSocket.ts';
import { until } from '../../support/until.ts';

const url = 'ws://server.test/ws';

/** A client that dials with these credentials into a network that accepts everybody. */
async function dialled(auth: AuthOptions, options: Partial<ChatClientOptions> = {}) {
  const { client, network } = makeFakeClient({ auth, ...options }, openNetwork());
  await client.connect();
  return { client, network };
}

/** Answers that the test gives when it likes. */
function slowly() {
  const requests: AuthRequest[] = [];
  const answers: ((token: string) => void)[] = [];
  const failures: ((cause: unknown) => void)[] = [];
  const token = (request: AuthRequest) => {
    requests.push(request);
    return new Promise<string>((resolve, reject) => {
      answers.push(resolve);
      failures.push(reject);
    });
  };
  return { token, requests, answers, failures };
}

describe('credentials that travel with the dial', () => {
  it('C24 W76 go into the query, percent-encoded, behind what is there', async () => {
    const { network } = await dialled(
      { query: { token: 'a b&c=d/é', 'user id': () => Promise.resolve('5') } },
      { url: `${url}?room=1` },
    );
    expect(network.last.url).toBe(`${url}?room=1&token=a%20b%26c%3Dd%2F%C3%A9&user%20id=5`);
  });

  it('C24 go into a sub-protocol, behind those of the application', async () => {
    const { network } = await dialled({ subprotocol: () => 'bearer.abc' }, { protocols: ['chat.v1'] });
    expect(network.last.protocols).toEqual(['chat.v1', 'bearer.abc']);
  });

  it('C24 W77 S3.65 go into headers where the constructor takes them', async () => {
    const { network } = await dialled({ header: { 'x-api-key': () => Promise.resolve('key') } });
    expect(network.last.options).toEqual({ headers: { 'x-api-key': 'key' } });
    expect(network.last.url).toBe(url);
  });

  it('C24 a stand-in for headers is not used where headers are', async () => {
    const { network } = await dialled({ header: { 'x-api-key': 'key' }, query: { key: 'key' } });
    expect(network.last.url).toBe(url);
  });

  it('S3.66 S3.67 DESIGN 6: are asked for anew at each dial', async () => {
    let asked = 0;
    const { client, network } = await dialled({ query: { token: () => String(++asked) } });
    await network.last.fail();
    await until(() => client.state === 'connected' && network.sockets.length === 2, 'the next link');
    expect(network.sockets.map((socket) => socket.url)).toEqual([`${url}?token=1`, `${url}?token=2`]);
  });

  it('a URL may be a function, and change from dial to dial', async () => {
    const hosts = ['ws://one.test', new URL('ws://two.test')];
    const { client, network } = makeFakeClient({ url: () => hosts.shift()! }, openNetwork());
    await client.connect();
    await network.last.fail();
    await until(() => client.state === 'connected', 'the next link');
    expect(network.sockets.map((socket) => socket.url)).toEqual(['ws://one.test/', 'ws://two.test/']);
  });

  it('F35 a provider that throws is told of, and asked again', async () => {
    let asked = 0;
    const { client, network } = makeFakeClient(
      {
        auth: {
          query: {
            token: () => {
              if (++asked === 1) throw new Error('offline');
              return 'ok';
            },
          },
        },
      },
      openNetwork(),
    );
    const errors: ChatwireError[] = [];
    client.on('error', (error) => errors.push(error));
    await expect(client.connect()).rejects.toMatchObject({ code: 'AUTH_PROVIDER_FAILED' });
    await until(() => client.state === 'connected', 'the second try');
    expect(errors.map(({ code }) => code)).toEqual(['AUTH_PROVIDER_FAILED']);
    expect((errors[0]!.cause as Error).message).toBe('offline');
    expect(network.sockets).toHaveLength(1);
  });

  it.each([
    ['a status of 401', Object.assign(new Error('who?'), { status: 401 })],
    ['a status of 403', Object.assign(new Error('no'), { status: 403 })],
    ['AUTH_REJECTED', new ChatwireError('AUTH_REJECTED')],
  ])('F35 a provider that throws %s ends it', async (_what, cause: Error) => {
    const { client, network } = makeFakeClient({
      auth: { query: { token: () => Promise.reject(cause) } },
    });
    const receipt = client.send('queued');
    void client.connect();
    await until(() => client.state === 'failed', 'the end');
    await expect(receipt.delivered).rejects.toMatchObject({ code: 'AUTH_REJECTED' });
    expect(network.sockets).toHaveLength(0);
  });

  it.each([
    ['query', { query: { token: () => 5 as unknown as string } }],
    ['header', { header: { token: () => undefined as unknown as string } }],
    ['subprotocol', { subprotocol: () => 'two, names' }],
  ] as [string, AuthOptions][])('a %s provider that gives no such text is told of', async (name, auth) => {
    const { client } = makeFakeClient({ auth });
    const errors: ChatwireError[] = [];
    client.on('error', (error) => errors.push(error));
    void client.connect();
    await until(() => errors.length > 0, 'the error');
    expect(errors[0]!.code).toBe('AUTH_PROVIDER_FAILED');
    expect((errors[0]!.cause as Error).message).toContain(`auth.${name}`);
  });

  it.each([
    ['auth', 'canary-token'],
    ['auth', { subprotocol: 'x', rejected: 'canary-token'.repeat(30) }],
  ])('S3 a token in the wrong place of %s is not repeated in the error', (_name, auth) => {
    const attempt = () => makeFakeClient({ auth: auth as unknown as AuthOptions });
    expect(attempt).toThrow(/must be .*, not a text of \d+ characters/);
    expect(attempt).not.toThrow(/canary/);
  });

  it('S3 a token that is no sub-protocol is not repeated in the error', async () => {
    const { client } = makeFakeClient({ auth: { subprotocol: 'canary, token' } });
    const error = (await client.connect().catch((cause: unknown) => cause)) as ChatwireError;
    expect(error.code).toBe('AUTH_PROVIDER_FAILED');
    expect(String(error.cause)).not.toContain('canary');
  });

  it('F35 a provider that hangs is given up after its time, aborted, and asked again', async () => {
    const { token, requests, answers } = slowly();
    const { client, network } = makeFakeClient({ auth: { query: { token }, timeout: 20 } }, openNetwork());
    await expect(client.connect()).rejects.toMatchObject({ code: 'AUTH_PROVIDER_TIMEOUT' });
    expect(requests[0]!.signal.aborted).toBe(true);
    await until(() => requests.length === 2, 'the second question');
    answers[0]!('old');
    answers[1]!('new');
    await until(() => client.state === 'connected', 'the link');
    expect(network.sockets.map((socket) => socket.url)).toEqual([`${url}?token=new`]);
  });

  it('F35 W26 a token that was asked for before a logout is never used', async () => {
    const { token, requests, answers } = slowly();
    const { client, network } = makeFakeClient({ auth: { query: { token } } }, openNetwork());
    void client.connect();
    await until(() => requests.length === 1, 'the question');
    client.disconnect();
    expect(requests[0]!.signal.aborted).toBe(true);
    const again = client.connect();
    await until(() => requests.length === 2, 'a new question');
    answers[0]!('of the user who left');
    answers[1]!('new');
    await again;
    expect(network.sockets.map((socket) => socket.url)).toEqual([`${url}?token=new`]);
  });

  it('F35 setAuth() begins a dial anew, and drops what was asked for before', async () => {
    const before = slowly();
    const network = fakeNetwork();
    const { client } = makeFakeClient({ auth: { query: { token: before.token } } }, network);
    const outcome = client.connect();
    await until(() => before.requests.length === 1, 'the question');
    client.setAuth({ query: { token: 'second' } });
    before.answers[0]!('first');
    await until(() => network.sockets.length === 1, 'the dial');
    client.setAuth({ query: { token: 'third' } });
    await until(() => network.sockets.length === 2, 'the dial after');
    await network.last.open();
    await outcome;
    expect(network.sockets.map((socket) => socket.url)).toEqual([
      `${url}?token=second`,
      `${url}?token=third`,
    ]);
    expect(network.live).toBe(1);
  });

  it('setAuth() keeps to the ways that the client was made with', () => {
    const { client } = makeFakeClient({ auth: { query: { token: 'a' } } });
    expect(() => client.setAuth({ header: { token: 'a' } })).toThrow(
      /setAuth must be given query, not header/,
    );
    expect(() => makeFakeClient().client.setAuth({ query: { token: 'a' } })).toThrow(/no auth was/);
  });

  it('C6 F35 W78 after an auth close the provider is asked exactly once more, told why, and the end is told once', async () => {
    const refused: boolean[] = [];
    const network = fakeNetwork((socket) => void socket.open().then(() => socket.end(4401, 'expired')));
    const token = ({ wasRefused }: AuthRequest) => `${refused.push(wasRefused)}`;
    const { client } = makeFakeClient({ auth: { query: { token } } }, network);
    const told: string[] = [];
    client.on('error', ({ code }) => told.push(code));
    void client.connect();
    await until(() => client.state === 'failed', 'the end');
    expect(refused).toEqual([false, true]);
    expect(told).toEqual(['AUTH_REJECTED']);
    expect(client.getSnapshot().error?.code).toBe('AUTH_REJECTED');
  });

  it('F35 no provider is asked twice at once', async () => {
    let running = 0;
    let most = 0;
    const token = async ({ signal }: AuthRequest) => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (!signal.aborted) running--;
      return 'token';
    };
    const network = fakeNetwork((socket) => void socket.open().then(() => socket.fail()));
    const { client } = makeFakeClient(
      {
        auth: { query: { a: token, b: token }, header: { c: token } },
        reconnect: { initialDelay: 1, maxDelay: 1, jitter: 0 },
      },
      network,
    );
    void client.connect();
    void client.connect();
    await until(() => network.sockets.length >= 5, 'some dials');
    expect(most).toBe(1);
  });
});
