import { generateKeyPairSync, sign } from 'node:crypto';
import { WebSocketService, type WebSocketConfig, type WebSocketMessage } from 'chatwire/nexus/client';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { startServer, type ReferenceServer, type ServerOptions } from '../../../web/server/server.ts';
import { until } from '../../support/until.ts';

const KEY = 'chatwire-development-key';

const services: WebSocketService[] = [];
const servers: ReferenceServer[] = [];

afterEach(async () => {
  for (const service of services.splice(0)) service.destroy();
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function serve(options: ServerOptions = {}): Promise<ReferenceServer> {
  const server = await startServer({ chunkDelay: 0, pingInterval: 0, ...options });
  servers.push(server);
  return server;
}

/** A service of the backend, at its address without a path, which ends with the test. */
function serviceOf({ url }: ReferenceServer, config: Partial<WebSocketConfig> = {}) {
  const service = new WebSocketService({
    url: url.replace('http', 'ws'),
    apiKey: KEY,
    reconnectInterval: 5,
    logLevel: 'none',
    WebSocket,
    ...config,
  });
  services.push(service);
  return service;
}

/** Somebody who can sign, as the backend wants it. */
function signer() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const { x = '' } = publicKey.export({ format: 'jwk' });
  return {
    pubkey: `ed25519:${Buffer.from(x, 'base64url').toString('base64')}`,
    sign: (challenge: string) => sign(null, Buffer.from(challenge), privateKey).toString('base64'),
  };
}

describe('WebSocketService and the reference backend', () => {
  it('S3.2 S3.3 S3.7 S3.9 S3.14 S3.16 S3.31 S3.87 gets in with the key, asks, and is answered by the id', async () => {
    const service = serviceOf(await serve());
    const answers: WebSocketMessage[] = [];
    service.onResponse((message) => answers.push(message));
    await service.connect();
    const id = service.sendQuery('What is 6 * 7?', 'red');
    await until(() => answers.length === 1, 'the answer');
    expect(answers[0]).toMatchObject({
      type: 'response',
      id,
      payload: { answer: expect.stringContaining('42') },
    });
    const { answer, context, usage } = await service.ask('What did I say?', { teamId: 'red' });
    expect([answer, context]).toEqual([expect.stringContaining('6 * 7'), '1 earlier question']);
    expect(usage?.total_tokens).toBeGreaterThan(0);
  });

  it('S3.31 answers that overtake each other find their questions', async () => {
    const service = serviceOf(await serve({ chunkDelay: 10 }));
    await service.connect();
    const order: string[] = [];
    const long = service.ask('How does Chatwire reconnect after an outage?').then(() => order.push('long'));
    const short = service.ask('What is 2 + 2?').then(({ answer }) => order.push(answer));
    await Promise.all([long, short]);
    expect(order).toEqual([expect.stringContaining('4'), 'long']);
  });

  it('S3.58 C31 a confirmed message is one that was answered', async () => {
    const service = serviceOf(await serve());
    void service.connect();
    const question = { type: 'ask', id: 'q1', payload: { query: 'What is 2 + 2?' } };
    await expect(service.send(question, { confirm: true })).resolves.toMatchObject({
      type: 'response',
      id: 'q1',
    });
  });

  it('S3.65 C24 a platform that cannot set headers gets in by the sub-protocol', async () => {
    const server = await serve();
    vi.stubGlobal('WebSocket', WebSocket);
    vi.stubGlobal('process', Object.create(process, { versions: { value: {} } }));
    try {
      const service = serviceOf(server);
      await service.connect();
      expect((await service.ask('What is 6 * 7?')).answer).toContain('42');
    } finally {
      vi.unstubAllGlobals();
    }
  });

  it('S3.66 S3.82 a wrong key ends in a text for users', async () => {
    const service = serviceOf(await serve(), { apiKey: 'wrong' });
    void service.connect();
    await until(() => service.client.state === 'failed', 'the refusal');
    expect(service.state.error).toBe('The server did not accept the API key or the signature.');
  });

  it('S3.91 without a key it says so', async () => {
    const service = serviceOf(await serve(), { apiKey: undefined });
    void service.connect();
    await until(() => service.state.error !== undefined, 'the error');
    expect(service.state).toEqual({ connected: false, connecting: false, error: 'API key not set' });
  });

  it('S3.18 S3.19 S3.20 S3.21 S3.22 a signature gets in, also after a reconnect; a bad one does not', async () => {
    const { pubkey, sign: signature } = signer();
    const server = await serve({ publicKeys: [pubkey] });
    const authenticate = { sign: (challenge: string) => ({ pubkey, signature: signature(challenge) }) };
    const service = serviceOf(server, { apiKey: undefined, authenticate });
    await service.connect();
    expect((await service.ask('What is 6 * 7?')).answer).toContain('42');
    server.faults.cut();
    await until(
      () => service.diagnostics().lastClose !== undefined && service.state.connected,
      'the next link',
    );
    expect((await service.ask('What is 6 * 7?')).answer).toContain('42');
    const bad = { sign: () => ({ pubkey, signature: signature('something else') }) };
    const stranger = serviceOf(server, { apiKey: undefined, authenticate: bad });
    void stranger.connect();
    await until(() => stranger.client.state === 'failed', 'the refusal');
    expect(stranger.diagnostics().lastErrors.at(-1)?.code).toBe('AUTH_REJECTED');
  });

  it('S3.92 says when nobody listens there', async () => {
    const server = await serve();
    await server.close();
    const service = serviceOf(server, { maxReconnectAttempts: 0 });
    await expect(service.connect()).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
    await until(() => service.client.state === 'failed', 'the end');
    expect(service.diagnostics().lastErrors[0]?.text).toContain('the server is not running');
  });
});
