import { expect, it } from 'vitest';
import { aString, until, type Frame, type TestClient } from '../harness.js';
import { describeBackends, type Backend } from './backends.js';
import { BAD_TOKENS, makeToken } from './tokens.js';

async function watch(backend: Backend, user = 'ann'): Promise<TestClient> {
  const client = await backend.open('dashboard', `?token=${await backend.token(user)}`);
  await client.next('connected');
  return client;
}

const isEndOf = (id: string) => (frame: Frame) =>
  frame['data']?.taskId === id && frame['data'].status === 'done';

/** What a task wrote, chunk by chunk. */
const outputs = (client: TestClient) =>
  client
    .of('terminal_output')
    .filter(({ data }) => data.type === 'output')
    .map(({ data }) => data.output as string);

describeBackends('the token of dashboard', (start) => {
  it.each(BAD_TOKENS)('S2.86 S2.94 a client with %s is closed', async (_what, token, code, reason) => {
    const backend = await start();
    const client = await backend.open('dashboard', token === '' ? '' : `?token=${token}`);
    client.sendFrame({ type: 'ping', data: {} });
    expect(await client.end()).toEqual({ code, reason });
    expect(client.frames).toEqual([]);
    expect(await backend.received('ping')).toBe(0);
  });

  it('S2.86 is taken from the address, whoever signed it with the secret', async () => {
    const token = makeToken({ sub: 'ann', exp: Date.now() / 1000 + 60, aud: 'dashboard', name: 'Ann' });
    const client = await (await start()).open('dashboard', `?token=${encodeURIComponent(token)}`);
    expect((await client.next('connected'))['data'].message).toBe('Connected as ann');
  });

  it('is taken from a sub-protocol, which keeps it out of the address', async () => {
    const backend = await start();
    const secret = `base64url.bearer.${Buffer.from(await backend.token('ann')).toString('base64url')}`;
    const client = await backend.open('dashboard', '', { protocols: ['dashboard.chatwire', secret] });
    await client.next('connected');
    expect(client.socket.protocol).toBe('dashboard.chatwire');
  });

  it('closes the connection with 4401 at the moment when it expires', async () => {
    const backend = await start();
    const client = await backend.open('dashboard', `?token=${await backend.token('ann', { ttl: 1 })}`);
    await client.next('connected');
    const openedAt = Date.now();
    expect(await client.end()).toEqual({ code: 4401, reason: 'token expired' });
    expect(Date.now() - openedAt).toBeLessThan(2_000);
  });

  it('that was given out is of no more use once tokens are expired; a fresh one is', async () => {
    const backend = await start();
    const token = await backend.token('ann');
    const client = await backend.open('dashboard', `?token=${token}`);
    await client.next('connected');
    expect(await backend.control('expire-tokens')).toMatchObject({ ok: true, closed: 1 });
    expect(await client.end()).toEqual({ code: 4401, reason: 'token expired' });
    const again = await backend.open('dashboard', `?token=${token}`);
    expect(await again.end()).toEqual({ code: 4401, reason: 'token expired' });
    await watch(backend);
  });

  it('S2 a page of a foreign origin is refused before anything else', async () => {
    const backend = await start();
    const headers = { Origin: 'https://evil.example' };
    const query = `?token=${await backend.token('ann')}`;
    await expect(backend.open('dashboard', query, { headers })).rejects.toThrow('HTTP 403');
  });
});

describeBackends('dashboard', (start) => {
  it('S2.57 says first how many are there', async () => {
    const backend = await start();
    const first = await watch(backend);
    const second = await watch(backend);
    expect(first.frames).toEqual([
      { type: 'connected', data: { message: 'Connected as ann', client_count: 1 } },
    ]);
    expect(second.frames[0]?.['data'].client_count).toBe(2);
    first.cut();
    await until(() => first.closed !== undefined, 'the first to leave');
    expect((await watch(backend)).frames[0]?.['data'].client_count).toBe(2);
  });

  it.each(['{"type":"ping","data":{}}', '{"type":"ping"}'])('answers %s with pong', async (ping) => {
    const client = await watch(await start());
    client.socket.send(ping);
    expect(await client.next('pong')).toEqual({ type: 'pong', data: {} });
  });

  it.each([
    ['another type', '{"type":"run","data":{}}'],
    ['no type', '{"data":{}}'],
    ['no JSON', 'ls -la'],
    ['a list', '[]'],
  ])('answers %s with an error in the terminal, to that client alone', async (_what, text) => {
    const backend = await start();
    const [client, other] = [await watch(backend), await watch(backend, 'bob')];
    client.socket.send(text);
    expect(await client.next('terminal_output')).toEqual({
      type: 'terminal_output',
      data: { output: expect.stringMatching(/\n$/) as string, type: 'error' },
    });
    await other.settle();
    expect(other.of('terminal_output')).toEqual([]);
  });

  it('S2.54 S2.56 tells every watcher how a task waits, runs and ends', async () => {
    const backend = await start();
    const watchers = [await watch(backend), await watch(backend, 'bob')];
    const task = { taskId: 't1', command: 'make', output: [{ text: 'one\n' }, { text: 'two\n' }] };
    expect(await backend.control('run', {}, task)).toMatchObject({ ok: true, taskId: 't1' });
    for (const client of watchers) {
      await client.next('notification');
      expect(client.frames.slice(1)).toEqual([
        { type: 'task_status', data: { taskId: 't1', status: 'queued' } },
        { type: 'activity_log', data: { level: 'info', message: aString, metadata: { taskId: 't1' } } },
        { type: 'task_status', data: { taskId: 't1', status: 'running' } },
        { type: 'terminal_output', data: { output: '$ make\n', type: 'info' } },
        { type: 'terminal_output', data: { output: 'one\ntwo\n', type: 'output' } },
        { type: 'task_status', data: { taskId: 't1', status: 'done' } },
        { type: 'activity_log', data: { level: 'info', message: aString, metadata: { taskId: 't1' } } },
        { type: 'notification', data: { title: aString, message: 'make', priority: 'normal' } },
      ]);
    }
  });

  it('tells of a task that fails', async () => {
    const backend = await start();
    const client = await watch(backend);
    await backend.control('run', {}, { taskId: 't1', fails: true });
    expect((await client.next('notification'))['data'].priority).toBe('high');
    expect((await client.next('task_status', 3))['data'].status).toBe('failed');
    expect((await client.next('terminal_output', 2))['data'].type).toBe('error');
    expect((await client.next('activity_log', 2))['data'].level).toBe('error');
  });

  it('runs tasks one after the other', async () => {
    const backend = await start();
    const client = await watch(backend);
    await backend.control('run', {}, { taskId: 't1', output: [{ text: 'a', after: 200 }] });
    await backend.control('run', {}, { taskId: 't2' });
    await client.nextWhere(isEndOf('t2'));
    const steps = client.of('task_status').map(({ data }) => `${data.taskId} ${data.status}`);
    expect(steps.indexOf('t2 queued')).toBeLessThan(steps.indexOf('t1 done'));
    expect(steps.slice(-3)).toEqual(['t1 done', 't2 running', 't2 done']);
  });

  it('runs a sample task where nobody says which', async () => {
    const backend = await start();
    const client = await watch(backend);
    const { taskId } = await backend.control('run');
    await client.nextWhere(isEndOf(taskId as string));
    expect(outputs(client).join('').split('\n').length).toBeGreaterThan(3);
  });
});

describeBackends('terminal output', (start) => {
  it('S2.87 comes in chunks of 1024 bytes, cut in lines but never in code points', async () => {
    const backend = await start();
    const client = await watch(backend);
    // One byte, then four to each: a kilobyte ends within one of them.
    const text = `x${'\u{1F600}'.repeat(700)}\n${'é'.repeat(600)}`;
    await backend.control('run', {}, { output: [{ text }] });
    await client.next('notification');
    const chunks = outputs(client);
    expect(chunks.join('')).toBe(text);
    expect(chunks.map((chunk) => Buffer.byteLength(chunk))).toEqual([1021, 1024, 1023, 934]);
    for (const chunk of chunks) expect(Buffer.from(chunk).toString()).toBe(chunk);
  });

  it('S2.87 waits no longer than 500 ms for a chunk to fill', async () => {
    const backend = await start();
    const client = await watch(backend);
    const output = [{ text: 'a' }, { text: 'b', after: 100 }, { text: 'c', after: 900 }];
    await backend.control('run', {}, { output });
    await client.nextWhere(({ data }) => data?.status === 'running');
    const startedAt = Date.now();
    await client.nextWhere(({ data }) => data?.type === 'output');
    const waited = Date.now() - startedAt;
    await client.next('notification');
    expect(outputs(client)).toEqual(['ab', 'c']);
    expect(waited).toBeGreaterThan(400);
    expect(waited).toBeLessThan(900);
  });

  it('100 lines arrive in order', async () => {
    const backend = await start();
    const client = await watch(backend);
    const lines = Array.from({ length: 100 }, (_, n) => `line ${n}\n`);
    await backend.control('run', {}, { output: lines.map((text) => ({ text })) });
    await client.next('notification');
    expect(outputs(client).join('')).toBe(lines.join(''));
  });
});
