import { generateKeyPairSync, sign } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import type { AuthOptions, ChatClientOptions, Message } from 'chatwire';
import {
  startServer,
  type ReferenceServer,
  type ServerOptions,
  type System,
} from '../../web/server/server.js';
import { makeLoopbackClient } from '../support/clients.ts';
import { logEvents } from '../support/eventLog.ts';
import { until } from '../support/until.ts';

const servers: ReferenceServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function serve(options: ServerOptions = {}): Promise<ReferenceServer> {
  const server = await startServer({ chunkDelay: 0, stepDelay: 0, ...options });
  servers.push(server);
  return server;
}

/** A client of a system, with that system's profile, that comes back quickly. */
const clientOf = (server: ReferenceServer, system: System, options: Partial<ChatClientOptions> = {}) =>
  makeLoopbackClient(server.urlOf(system), {
    profile: system,
    reconnect: { initialDelay: 10, maxDelay: 50, jitter: 0 },
    ...options,
  });

describe('the client and the backend of nexus', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const { x = '' } = publicKey.export({ format: 'jwk' });
  const signing: AuthOptions = {
    challenge: {
      type: 'auth_challenge',
      sign: ({ payload }: Message) => {
        const { challenge } = payload as { challenge: string };
        const signature = sign(null, Buffer.from(challenge), privateKey).toString('base64');
        const pubkey = `ed25519:${Buffer.from(x, 'base64url').toString('base64')}`;
        return { type: 'auth', payload: { pubkey, signature, challenge } };
      },
    },
  };

  it('S3.18 S3.19 S3.20 S3.21 S3.22 agree on a signed challenge, again after each cut', async () => {
    const server = await serve();
    const client = clientOf(server, 'nexus', { auth: signing });
    await client.connect();
    server.faults.cut();
    await until(() => client.state === 'reconnecting', 'the loss');
    const { payload } = await client.request('ask', { query: 'What is 2 + 2?' });
    expect(payload).toMatchObject({ answer: '2 + 2 = 4.' });
    expect(server.received.count('auth')).toBe(2);
  });

  it('S3.9 S3.31 agree on a key in a header, and on which answer is whose', async () => {
    const server = await serve({ chunkDelay: 5 });
    const auth = { header: { 'x-api-key': 'chatwire-development-key' } };
    const client = clientOf(server, 'nexus', { auth });
    await client.connect();
    const arrived: string[] = [];
    const ask = async (query: string) => {
      const { payload } = await client.request('ask', { query });
      const { answer } = payload as { answer: string };
      arrived.push(answer);
      return answer;
    };
    const [long, short] = await Promise.all([ask('How does Chatwire reconnect?'), ask('What is 2 + 2?')]);
    expect(long).toMatch(/^After a lost connection/);
    expect(arrived).toEqual([short, long]);
  });

  it('S3.66 do not agree on a wrong key: one more try, then no more', async () => {
    const server = await serve();
    const client = clientOf(server, 'nexus', { auth: { header: { 'x-api-key': 'wrong' } } });
    const lines = logEvents(client);
    client.connect().catch(() => {});
    await until(() => client.state === 'failed', 'the end');
    expect(lines.filter((line) => line.startsWith('close'))).toHaveLength(2);
  });
});

describe('the client and the backend of wazuh', () => {
  it('S0.8 S0.49 talk, and a fresh token brings the client back with what it had to say', async () => {
    const server = await serve();
    let asked = 0;
    const token = () => {
      asked += 1;
      return server.issueToken({ subject: 'ann' });
    };
    const client = clientOf(server, 'wazuh', { auth: { query: { token } } });
    const answers: unknown[] = [];
    client.subscribe('chat_response', ({ payload }) => answers.push(payload));
    const notified: unknown[] = [];
    client.on('notification', ({ payload }) => notified.push(payload));
    await client.connect();
    client.sendMessage('What is 2 + 2?', { session_id: 's' });
    await until(() => answers.length === 1, 'the answer');
    server.faults.expireTokens();
    await until(() => client.state !== 'connected', 'the loss');
    client.sendMessage('What is 3 + 3?', { session_id: 's' });
    await until(() => answers.length === 2, 'the answer after it');
    expect(answers).toEqual([
      { message: '2 + 2 = 4.', session_id: 's' },
      { message: '3 + 3 = 6.', session_id: 's' },
    ]);
    expect(asked).toBe(2);
    expect(server.notify({ message: 'Maintenance at 22:00' })).toBe(1);
    await until(() => notified.length === 1, 'the notification');
    expect(notified).toEqual([{ message: 'Maintenance at 22:00' }]);
  });

  it('S0.7 do not agree on a token of another server', async () => {
    const server = await serve();
    const stranger = await serve({ jwtSecret: 'other' });
    const token = () => stranger.issueToken({ subject: 'ann' });
    const client = clientOf(server, 'wazuh', { auth: { query: { token } } });
    client.connect().catch(() => {});
    await until(() => client.state === 'failed', 'the end');
    expect(server.received.total).toBe(0);
  });
});

describe('the client and the backend of dashboard', () => {
  it('S2.4 S2.5 S2.6 S2.7 S2.8 watch tasks, ping and pong', async () => {
    const server = await serve();
    const client = clientOf(server, 'dashboard', {
      auth: { query: { token: () => server.issueToken({ subject: 'ann' }) } },
      heartbeat: { interval: 20, timeout: 1_000 },
    });
    const seen: string[] = [];
    let output = '';
    client.subscribe('*', ({ type }) => seen.push(type));
    client.subscribe('terminal_output', ({ payload }) => {
      const { output: text, type } = payload as { output: string; type: string };
      if (type === 'output') output += text;
    });
    await client.connect();
    const text = 'é漢\u{1F600}\n'.repeat(500);
    await server.dashboard.run({ output: [{ text }] }).ended;
    await until(() => seen.includes('notification'), 'the end of the task');
    await until(() => server.received.count('ping') >= 3, 'three pings');
    expect(output).toBe(text);
    for (const type of ['connected', 'task_status', 'activity_log', 'terminal_output']) {
      expect(seen).toContain(type);
    }
    expect(client.state).toBe('connected');
  });

  it('F13 leave a line that is half-open, and find a new one', async () => {
    const server = await serve();
    const client = clientOf(server, 'dashboard', {
      auth: { query: { token: () => server.issueToken({ subject: 'ann' }) } },
      heartbeat: { interval: 30, timeout: 100 },
    });
    let opened = 0;
    client.on('open', () => (opened += 1));
    await client.connect();
    server.faults.halfOpen();
    await until(() => opened === 2, 'the next connection');
  });
});

describe('the client and the backend of chat', () => {
  it('S1.1 S1.5 S1.85 talk without types', async () => {
    const server = await serve();
    const client = clientOf(server, 'chat');
    const tools: unknown[] = [];
    let text = '';
    let isDone = false;
    client.on<{ response: string; done?: boolean }>('answer', ({ payload }) => {
      text += payload.response;
      isDone ||= payload.done === true;
    });
    client.on<{ tool_calls: unknown[] }>('tool', ({ payload }) => tools.push(...payload.tool_calls));
    client.sendMessage('What is 12 * (3 + 4)?', { conversation_id: 'abc-123' });
    await until(() => isDone, 'the answer');
    expect(text).toBe('12 * (3 + 4) = 84.');
    expect(tools).toMatchObject([{ name: 'calculator', arguments: { expression: '12 * (3 + 4)' } }]);
  });
});

describe('the client and the backend of autobot', () => {
  it('S4.1 S4.31 hand over whatever the system can say', async () => {
    const server = await serve();
    const client = clientOf(server, 'autobot');
    const seen = new Set<string>();
    client.subscribe('*', ({ type }) => seen.add(type));
    await client.connect();
    await until(() => seen.has('connection_established'), 'the welcome');
    const types = [
      'user_message',
      'llm_response',
      'llm_status',
      'progress',
      'tool_output',
      'knowledge_base_update',
      'user_permission_request',
      'workflow_completed',
    ];
    for (const type of types) server.autobot.emit(type);
    await until(() => types.every((type) => seen.has(type)), 'every one');
  });

  it('S4.5 S4.26 tell an error with its code and how severe it is, and go on', async () => {
    const server = await serve();
    const client = clientOf(server, 'autobot');
    const told: unknown[] = [];
    client.on('serverError', ({ payload }) => told.push(payload));
    await client.connect();
    client.send('no such type');
    await until(() => told.length === 1, 'the error');
    server.autobot.emit('error');
    await until(() => told.length === 2, 'the next one');
    for (const payload of told) {
      expect(payload).toEqual({
        message: expect.stringMatching(/./) as string,
        error_code: expect.stringMatching(/^[A-Z_]+$/) as string,
        severity: expect.stringMatching(/^(low|medium|high|critical)$/) as string,
      });
    }
    expect(client.state).toBe('connected');
  });
});
