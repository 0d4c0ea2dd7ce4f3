import { afterEach, describe, expect, it, vi } from 'vitest';
import { Chunker } from '../../web/server/chunker.js';
import { ResponderError, type Responder } from '../../web/server/server.js';
import { serve, TestClient, textLike, until } from './harness.js';

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('a server in the same process', () => {
  it('S0.59 S2.94 makes tokens, of the past too, for all systems or for some', async () => {
    const server = await serve();
    const dial = (token: string) => TestClient.open(`${server.urlOf('wazuh')}?token=${token}`);
    await (await dial(server.issueToken({ subject: 'ann' }))).next('connection');
    const late = await dial(server.issueToken({ subject: 'ann', expiresIn: -1 }));
    expect(await late.end()).toEqual({ code: 4401, reason: 'token expired' });
    const other = await dial(server.issueToken({ subject: 'ann', systems: ['dashboard'] }));
    expect((await other.end()).code).toBe(4403);
  });

  it('S0.59 trusts only its own secret', async () => {
    const [server, stranger] = [await serve({ jwtSecret: 'a' }), await serve({ jwtSecret: 'b' })];
    const token = stranger.issueToken({ subject: 'ann' });
    const client = await TestClient.open(`${server.urlOf('wazuh')}?token=${token}`);
    expect(await client.end()).toEqual({ code: 4401, reason: 'token invalid' });
  });

  it('S3.66 has the key that it was given', async () => {
    const server = await serve({ apiKey: 'canary' });
    const client = await TestClient.open(server.urlOf('nexus'), { headers: { 'x-api-key': 'canary' } });
    client.sendFrame({ type: 'ask', id: 'q1', payload: { query: '1 + 1' } });
    await client.next('response');
  });

  it('a token made after all were expired is good, even in the same millisecond', async () => {
    const server = await serve();
    for (let n = 0; n < 5; n += 1) {
      server.faults.expireTokens();
      const token = server.issueToken({ subject: 'ann' });
      await (await TestClient.open(`${server.urlOf('wazuh')}?token=${token}`)).next('connection');
    }
  });

  it('says when a task has ended, and plays sample tasks only while somebody watches', async () => {
    const server = await serve({ dashboardInterval: 20 });
    const dial = () =>
      TestClient.open(`${server.urlOf('dashboard')}?token=${server.issueToken({ subject: 'a' })}`);
    await new Promise((resolve) => setTimeout(resolve, 60));
    const client = await dial();
    await client.next('connected');
    expect(client.frames).toHaveLength(1);
    const { data } = await client.next('task_status');
    expect(data.status).toBe('queued');
    await client.next('terminal_output');
  });

  it('ends a task when it closes', async () => {
    const server = await serve();
    const { ended, taskId } = server.dashboard.run({ taskId: 't1', output: [{ text: 'a', after: 60_000 }] });
    expect(taskId).toBe('t1');
    await server.close();
    await ended;
  });

  it('sends any message of autobot, and refuses to send what it has not', async () => {
    const server = await serve();
    const client = await TestClient.open(server.wsUrl);
    await client.next('connection_established');
    expect(server.autobot.emit('progress')).toBe(1);
    await client.next('progress');
    expect(() => server.autobot.emit('__proto__')).toThrow(RangeError);
  });

  it('says how many a notification reached', async () => {
    const server = await serve();
    expect(server.notify({ message: 'Anybody?' })).toBe(0);
  });

  it('ends half-open connections when it closes', async () => {
    const server = await serve();
    const client = await TestClient.open(server.wsUrl);
    server.faults.halfOpen();
    await server.close();
    expect((await client.end()).code).toBe(1006);
  });

  it('drops a client for whom too much waits behind a slow line', async () => {
    const server = await serve();
    const client = await TestClient.open(server.wsUrl);
    await client.next('connection_established');
    server.faults.slow(60_000);
    for (let n = 0; n < 18; n += 1) server.faults.sendText('x'.repeat(1024 * 1024));
    expect((await client.end()).code).toBe(1006);
    await until(() => server.connectionCount === 0, 'the connection to be forgotten');
  });
});

describe('when the responder fails', () => {
  const failing: Responder = {
    model: 'failing',
    // eslint-disable-next-line require-yield
    async *reply(message) {
      throw message === 'code'
        ? new TypeError('canary')
        : new ResponderError('LLM_TIMEOUT', 'It was silent.');
    },
  };

  it('wazuh sends an error in its session, and stops typing', async () => {
    const server = await serve({ responder: failing });
    const client = await TestClient.open(
      `${server.urlOf('wazuh')}?token=${server.issueToken({ subject: 'a' })}`,
    );
    client.sendFrame({ type: 'chat_message', data: { message: 'hello', session_id: 's' } });
    await client.next('typing_stop');
    expect(client.of('error')[0]?.['data']).toEqual({
      message: 'It was silent.',
      code: 'llm_timeout',
      session_id: 's',
    });
    expect(client.of('chat_response')).toEqual([]);
  });

  it('chat ends the answer with an error', async () => {
    const client = await TestClient.open((await serve({ responder: failing })).urlOf('chat'));
    client.sendFrame({ message: 'hello', conversation_id: 'c' });
    expect(await client.nextWhere(({ done }) => done === true)).toEqual({
      error: { message: 'It was silent.', code: 'llm_timeout' },
      conversation_id: 'c',
      done: true,
    });
  });

  it('nexus sends an error with the id of the question', async () => {
    const headers = { 'x-api-key': 'chatwire-development-key' };
    const client = await TestClient.open((await serve({ responder: failing })).urlOf('nexus'), { headers });
    client.sendFrame({ type: 'ask', id: 'q1', payload: { query: 'hello' } });
    expect(await client.next('error')).toEqual({
      type: 'error',
      id: 'q1',
      payload: { code: 'llm_timeout', message: 'It was silent.' },
    });
  });

  it('a fault of ours is told to the log, and not to the client', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    const client = await TestClient.open((await serve({ responder: failing })).urlOf('chat'));
    client.sendFrame({ message: 'code', conversation_id: 'c' });
    const { error } = await client.nextWhere(({ done }) => done === true);
    expect(error).toEqual({ code: 'system_error', message: textLike('server log') });
    expect(String(log.mock.calls[0]?.[1])).toContain('canary');
  });
});

describe('a chunker', () => {
  it('S2.87 waits for more, but not longer than 500 ms from the first character', () => {
    vi.useFakeTimers();
    const chunks: string[] = [];
    const chunker = new Chunker((text) => chunks.push(text));
    chunker.write('a');
    vi.advanceTimersByTime(400);
    chunker.write('b');
    vi.advanceTimersByTime(99);
    expect(chunks).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(chunks).toEqual(['ab']);
    vi.advanceTimersByTime(10_000);
    expect(chunks).toEqual(['ab']);
  });

  it('S2.87 gives a full kilobyte at once, and what is over waits from then on', () => {
    vi.useFakeTimers();
    const chunks: string[] = [];
    const chunker = new Chunker((text) => chunks.push(text));
    chunker.write('x'.repeat(1000));
    vi.advanceTimersByTime(499);
    chunker.write('y'.repeat(25));
    expect(chunks.map(({ length }) => length)).toEqual([1024]);
    vi.advanceTimersByTime(499);
    expect(chunks).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(chunks[1]).toBe('y');
    chunker.write('');
    chunker.flush();
    expect(vi.getTimerCount()).toBe(0);
    expect(chunks).toHaveLength(2);
  });

  it('gives up what it holds when it is told to', () => {
    vi.useFakeTimers();
    const chunker = new Chunker(() => expect.unreachable());
    chunker.write('a');
    expect(chunker.drop()).toBe('a');
    expect(vi.getTimerCount()).toBe(0);
  });
});
