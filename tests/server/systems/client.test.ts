import { generateKeyPairSync, sign } from 'node:crypto';
import type { ChatClient, ChatClientOptions, Message } from 'chatwire';
import { expect, it } from 'vitest';
import { makeLoopbackClient } from '../../support/clients.ts';
import { until } from '../../support/until.ts';
import { describeBackends, type Backend } from './backends.js';
import type { SystemName } from './shapes.js';

const KEY = 'chatwire-development-key';

/** The package's client, with a system's profile, at a path of a backend. */
function connect(backend: Backend, system: SystemName, options: Partial<ChatClientOptions> = {}) {
  const path = system === 'nexus' ? '/nexus' : `/${system}/ws`;
  const url = backend.url.replace('http', 'ws') + path;
  const client = makeLoopbackClient(url, { profile: system, ...options });
  const received: Message[] = [];
  client.subscribe('*', (message) => void received.push(message));
  return { client, received };
}

const of = (received: readonly Message[], type: string) =>
  received.filter((message) => message.type === type);

const isConnected = (client: ChatClient) => () => client.state === 'connected';

describeBackends('the client with a profile', (start) => {
  it('S4.1 S4.14 autobot: what is said while the line is cut is answered after it', async () => {
    const backend = await start();
    const { client, received } = connect(backend, 'autobot');
    await client.connect();
    await backend.control('cut');
    await until(() => client.state !== 'connected', 'the loss');
    client.send('user_message', { message: 'What is 2 + 2?', chat_id: 'c' });
    await until(() => of(received, 'llm_response').length === 1, 'the answer');
    expect(of(received, 'llm_response')[0]!.payload).toMatchObject({ response: '2 + 2 = 4.', chat_id: 'c' });
    expect(of(received, 'connection_established')).toHaveLength(2);
  });

  it('autobot: reads what it asked to get in binary frames', async () => {
    const backend = await start();
    const url = `${backend.url.replace('http', 'ws')}/autobot/ws?frames=binary`;
    const client = makeLoopbackClient(url, { profile: 'autobot', acceptBinaryJson: true });
    const received: Message[] = [];
    client.subscribe('*', (message) => void received.push(message));
    const sizes: number[] = [];
    client.tap(({ direction, data }) => {
      if (direction === 'in') sizes.push(typeof data === 'string' ? -1 : data.byteLength);
    });
    await client.connect();
    client.send('user_message', { message: 'What is 2 + 2?', chat_id: 'c' });
    await until(() => of(received, 'llm_response').length === 1, 'the answer');
    expect(of(received, 'llm_response')[0]!.payload).toMatchObject({ response: '2 + 2 = 4.' });
    expect(Math.min(...sizes)).toBeGreaterThan(0);
  });

  it('S4.11 S4.39 autobot: answers the pings of the server, and shows them to nobody', async () => {
    const backend = await start({ pingInterval: 30 });
    const { client, received } = connect(backend, 'autobot');
    await client.connect();
    await until(async () => (await backend.received('pong')) >= 3, 'three pongs');
    expect(of(received, 'ping')).toEqual([]);
    expect(client.state).toBe('connected');
  });

  it('S0.39 S0.49 wazuh: comes back with a fresh token when the old one has expired', async () => {
    const backend = await start();
    let asked = 0;
    const token = () => {
      asked += 1;
      return backend.token('ann');
    };
    const { client, received } = connect(backend, 'wazuh', { auth: { query: { token } } });
    await client.connect();
    await backend.control('expire-tokens');
    await until(() => of(received, 'connection').length === 2 && client.state === 'connected', 'the return');
    expect(asked).toBe(2);
    client.send('chat_message', { message: 'What is 2 + 2?' });
    await until(() => of(received, 'typing_stop').length === 1, 'the answer');
    expect(received.slice(2).map(({ type }) => type)).toEqual([
      'session_created',
      'typing_start',
      'chat_response',
      'typing_stop',
    ]);
  });

  it('S0.55 wazuh: gives up where no token opens anything', async () => {
    const backend = await start();
    const { client, received } = connect(backend, 'wazuh', { auth: { query: { token: 'guessed' } } });
    void client.connect();
    await until(() => client.state === 'failed', 'the end');
    expect(client.getSnapshot().error?.code).toBe('AUTH_REJECTED');
    expect(received).toEqual([]);
  });

  it('S1.53 S1.85 S1.86 chat: a message connects, and its answer comes in pieces', async () => {
    const { client, received } = connect(await start(), 'chat');
    client.send({ message: 'What is 12 * (3 + 4)?', conversation_id: 'c' });
    const frames = () =>
      received.map(({ payload }) => payload as { response?: string; tool_calls?: unknown; done?: boolean });
    await until(() => frames().some(({ done }) => done), 'the end of the answer');
    expect(
      frames()
        .map(({ response = '' }) => response)
        .join(''),
    ).toBe('12 * (3 + 4) = 84.');
    expect(frames()[0]?.tool_calls).toHaveLength(1);
  });

  it('S2.8 S2.9 S2.87 dashboard: finds by its pings that the server is gone, and sees the output whole', async () => {
    const backend = await start();
    const { client, received } = connect(backend, 'dashboard', {
      auth: { query: { token: () => backend.token('ann') } },
      heartbeat: { interval: 100, timeout: 100 },
    });
    await client.connect();
    await until(async () => (await backend.received('ping')) >= 2, 'two pings');
    await backend.control('half-open', { system: 'dashboard' });
    await until(() => of(received, 'connected').length === 2, 'another connection');
    const text = 'é漢😀\n'.repeat(1_000);
    await backend.control('run', {}, { command: 'make', output: [{ text }] });
    await until(() => of(received, 'notification').length === 1, 'the end of the task');
    const output = of(received, 'terminal_output').map(({ payload }) => payload as { output: string });
    expect(output.map((piece) => piece.output).join('')).toBe(`$ make\n${text}`);
  });

  it('S3.9 S3.31 nexus: opens with a key, and finds the answer to each request', async () => {
    const { client } = connect(await start(), 'nexus', { auth: { header: { 'x-api-key': KEY } } });
    await client.connect();
    const answers = await Promise.all(
      [1, 2, 3].map((n) => client.request<{ answer: string }>('ask', { query: `What is ${n} + 1?` })),
    );
    expect(answers.map(({ payload }) => payload.answer)).toEqual(['1 + 1 = 2.', '2 + 1 = 3.', '3 + 1 = 4.']);
  });

  it('S3.21 S3.22 nexus: signs the challenge of each connection', async () => {
    const backend = await start();
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const { x = '' } = publicKey.export({ format: 'jwk' });
    const pubkey = `ed25519:${Buffer.from(x, 'base64url').toString('base64')}`;
    const { client } = connect(backend, 'nexus', {
      auth: {
        challenge: {
          type: 'auth_challenge',
          sign: ({ payload }) => {
            const { challenge } = payload as { challenge: string };
            const signature = sign(null, Buffer.from(challenge), privateKey).toString('base64');
            return { type: 'auth', payload: { pubkey, signature, challenge } };
          },
        },
      },
    });
    await client.connect();
    await backend.control('cut');
    await until(() => client.state !== 'connected', 'the loss');
    const { payload } = await client.request<{ answer: string }>('ask', { query: 'What is 2 + 2?' });
    expect(payload.answer).toBe('2 + 2 = 4.');
  });

  it('F03 comes through refused dials, and a server that is gone for a while', async () => {
    const backend = await start();
    const { client } = connect(backend, 'autobot', {
      reconnect: { initialDelay: 20, multiplier: 1, maxAttempts: Infinity, jitter: 0 },
    });
    await backend.control('refuse', { count: 2, status: 503, system: 'autobot' });
    void client.connect();
    await until(isConnected(client), 'the third dial');
    await backend.control('stop', { seconds: 0 });
    await until(() => client.state !== 'connected', 'the loss');
    await until(isConnected(client), 'the return');
  });
});
