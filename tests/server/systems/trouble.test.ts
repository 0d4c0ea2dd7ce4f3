import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { until, type TestClient } from '../harness.js';
import { describeBackends, type Backend } from './backends.js';

const KEY = { headers: { 'x-api-key': 'chatwire-development-key' } };

/** One connection to each system, in a known order. */
async function dialAll(backend: Backend): Promise<Record<string, TestClient>> {
  const query = `?token=${await backend.token('ann')}`;
  return {
    autobot: await backend.open('autobot'),
    wazuh: await backend.open('wazuh', query),
    chat: await backend.open('chat'),
    dashboard: await backend.open('dashboard', query),
    nexus: await backend.open('nexus', '', KEY),
  };
}

const openOnes = (clients: Record<string, TestClient>) =>
  Object.keys(clients).filter((name) => clients[name]?.closed === undefined);

describeBackends('trouble on demand', (start) => {
  it.each([
    [{ system: 'nexus' }, ['nexus']],
    [{ path: '/wazuh/ws' }, ['wazuh']],
    [{}, ['autobot', 'wazuh', 'chat', 'dashboard', 'nexus']],
  ] as const)('closes connections with a code: %j', async (selection, chosen) => {
    const backend = await start();
    const clients = await dialAll(backend);
    const query = { ...selection, code: 1013, reason: 'retry_after: 5' };
    expect(await backend.control('close', query)).toMatchObject({ ok: true, closed: chosen.length });
    for (const name of chosen) {
      expect(await clients[name]!.end()).toEqual({ code: 1013, reason: 'retry_after: 5' });
    }
    expect(openOnes(clients)).toEqual(Object.keys(clients).filter((name) => !chosen.includes(name as never)));
  });

  it.each([1000, 1001, 1008, 1011, 1012, 3000, 4401, 4999])('closes with %i', async (code) => {
    const backend = await start();
    const client = await backend.open('chat');
    await backend.control('close', { code });
    expect(await client.end()).toEqual({ code, reason: '' });
  });

  it('cuts one connection, named by its id', async () => {
    const backend = await start();
    const [first, second] = [await backend.open('autobot'), await backend.open('autobot')];
    const { payload } = await first.next('connection_established');
    expect(await backend.control('cut', { connection: payload!.connection_id! })).toMatchObject({ cut: 1 });
    expect((await first.end()).code).toBe(1006);
    await second.settle();
  });

  it('leaves connections half-open: nothing is read, answered or closed', async () => {
    const backend = await start({ pingInterval: 50 });
    const [frozen, other] = [await backend.open('autobot'), await backend.open('autobot')];
    const { payload } = await frozen.next('connection_established');
    const query = { connection: payload!.connection_id! };
    expect(await backend.control('half-open', query)).toMatchObject({ frozen: 1 });
    const before = frozen.frames.length;
    frozen.say('hello');
    frozen.socket.ping();
    let pongs = 0;
    frozen.socket.on('pong', () => (pongs += 1));
    await other.next('ping', 6);
    await sleep(50);
    expect([frozen.frames.length, frozen.closed, pongs]).toEqual([before, undefined, 0]);
    expect(await backend.received('user_message')).toBe(0);
    await backend.open('autobot');
  });

  it('delays every frame that is sent, in order, and stops that again', async () => {
    const backend = await start();
    const client = await backend.open('chat');
    await backend.control('slow', { ms: 300 });
    const askedAt = Date.now();
    client.sendFrame({ message: '1 + 1', conversation_id: 'c' });
    await client.nextWhere(({ done }) => done === true);
    expect(Date.now() - askedAt).toBeGreaterThanOrEqual(290);
    expect(client.frames.map(({ response }) => (response as string | undefined) ?? '').join('')).toBe(
      '1 + 1 = 2.',
    );
    expect(client.frames.at(-1)?.['done']).toBe(true);
    const late = await backend.open('autobot');
    expect(late.frames).toEqual([]);
    await backend.control('slow', { ms: 0 });
    await late.next('connection_established');
    const answeredAt = Date.now();
    await late.settle();
    expect(Date.now() - answeredAt).toBeLessThan(200);
  });

  it('reaches the connections of a client by what it calls itself, also the later ones', async () => {
    const backend = await start();
    const [one, other] = [await backend.open('chat', '?client=one'), await backend.open('chat')];
    expect(await backend.control('cut', { client: 'one' })).toMatchObject({ cut: 1 });
    expect((await one.end()).code).toBe(1006);
    const again = await backend.dial('/chat/ws?client=one');
    expect(await backend.control('flood', { client: 'one', count: 3 })).toMatchObject({ sent: 3 });
    await again.next('flood', 3);
    expect(other.closed).toBeUndefined();
    expect(other.frames).toEqual([]);
  });

  it('delays the frames of one client, over its next connection too, and of no other', async () => {
    const backend = await start();
    await backend.control('slow', { client: 'one', ms: 60_000 });
    const slow = await backend.open('autobot', '?client=one');
    const other = await backend.open('autobot', '?client=other');
    await other.next('connection_established');
    await other.settle();
    expect(slow.frames).toEqual([]);
    await backend.control('slow', { client: 'one', ms: 0 });
    const again = await backend.open('autobot', '?client=one');
    await again.next('connection_established');
  });

  it('ends every delay that it is told of without a choice', async () => {
    const backend = await start();
    await backend.control('slow', { client: 'one', ms: 60_000 });
    await backend.control('slow', { ms: 0 });
    const client = await backend.open('autobot', '?client=one');
    await client.next('connection_established');
  });

  it('refuses the next dials with a status, and then no more', async () => {
    const backend = await start();
    const refusal = { count: 2, status: 429, system: 'chat' };
    expect(await backend.control('refuse', refusal)).toMatchObject({ count: 2, status: 429 });
    await expect(backend.open('chat')).rejects.toThrow('HTTP 429');
    await backend.open('autobot');
    await expect(backend.dial('/ws', { protocols: ['chat.chatwire'] })).rejects.toThrow('HTTP 429');
    await backend.open('chat');
  });

  it('restarts with 1012, and is back at the same address', async () => {
    const backend = await start();
    const client = await backend.open('chat');
    await backend.control('restart', { seconds: 0 });
    expect(await client.end()).toEqual({ code: 1012, reason: 'Service restart' });
    let isBack = false;
    const knock = () =>
      void backend
        .open('chat')
        .then(() => (isBack = true))
        .catch(() => {});
    await until(() => (knock(), isBack), 'the server to come back');
  });

  it('floods the clients of a system', async () => {
    const backend = await start();
    const client = await backend.dial('/chat/ws');
    expect(await backend.control('flood', { count: 50, size: 300, system: 'chat' })).toMatchObject({
      sent: 50,
    });
    await client.next('flood', 50);
    expect(client.frames.map(({ payload }) => payload?.index)).toEqual(
      Array.from({ length: 50 }, (_, n) => n),
    );
  });

  it.each([
    ['close', { code: 1006 }],
    ['close', { code: 2000 }],
    ['close', { reason: 'x'.repeat(124) }],
    ['cut', { system: 'discord' }],
    ['slow', { ms: -1 }],
    ['refuse', { status: 200 }],
    ['restart', { seconds: 61 }],
    ['notify', {}],
    ['emit', { type: 'none' }],
  ])('%s with %j makes no sense (400)', async (action, query) => {
    const backend = await start();
    expect(await backend.control(action, query as Record<string, string>)).toMatchObject({ status: 400 });
  });

  it.each([
    { taskId: 7 },
    { output: 'text' },
    { output: [{ after: 1 }] },
    { output: [{ text: 'a', after: -1 }] },
    { fails: 'yes' },
  ])('a task that is %j makes no sense (400)', async (body) => {
    expect(await (await start()).control('run', {}, body)).toMatchObject({ status: 400 });
  });

  it.each([{}, { user: '' }, { user: 'ann', ttl: 0 }, { user: 'ann', systems: ['discord'] }])(
    'a token for %j makes no sense (400)',
    async (body) => {
      const response = await fetch(`${(await start()).url}/auth/token`, {
        method: 'POST',
        body: JSON.stringify(body),
      });
      expect(response.status).toBe(400);
    },
  );

  it('S2 is for no foreign page: neither controls nor tokens', async () => {
    const { url } = await start();
    const headers = { Origin: 'https://evil.example' };
    for (const path of ['/demo/cut', '/demo/run', '/auth/token']) {
      expect((await fetch(url + path, { method: 'POST', headers })).status).toBe(403);
    }
  });
});
