import { afterEach, describe, expect, it } from 'vitest';
import { startFastapi, type FastapiServer } from '../../support/fastapiServer.js';
import { until } from '../../support/until.js';
import { joinChunks, TestClient } from '../harness.js';

const servers: FastapiServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

async function serve(environment: Readonly<Record<string, string>> = {}): Promise<FastapiServer> {
  const server = await startFastapi({
    CHATWIRE_CHUNK_DELAY: '0',
    CHATWIRE_PING_INTERVAL: '0',
    CHATWIRE_DASHBOARD_INTERVAL: '0',
    ...environment,
  });
  servers.push(server);
  return server;
}

const open = (server: FastapiServer, path = '/ws', options = {}) =>
  TestClient.open(server.url.replace('http', 'ws') + path, options);

async function control(server: FastapiServer, path: string): Promise<Record<string, unknown>> {
  const response = await fetch(`${server.url}/demo/${path}`, { method: 'POST' });
  return (await response.json()) as Record<string, unknown>;
}

async function countOf(server: FastapiServer): Promise<number> {
  const { total } = (await (await fetch(`${server.url}/demo/received`)).json()) as { total: number };
  return total;
}

describe('a connection to the FastAPI backend', () => {
  it('leaves no task behind, however it ends', async () => {
    const server = await serve({ CHATWIRE_CHUNK_DELAY: '20', CHATWIRE_PING_INTERVAL: '60000' });
    const { token } = (await (
      await fetch(`${server.url}/auth/token`, { method: 'POST', body: JSON.stringify({ user: 'ann' }) })
    ).json()) as { token: string };
    const before = await server.countTasks();
    for (const end of ['cut by us', 'closed by us', 'cut', 'close'] as const) {
      const clients = await Promise.all([
        open(server, '/chat/ws'),
        open(server, '/dashboard/ws'),
        open(server, `/wazuh/ws?token=${token}`),
        open(server, '/nexus', { headers: { 'x-api-key': 'chatwire-development-key' } }),
        open(server, '/nexus'),
        open(server, '/ws-ask'),
      ]);
      const [chat, , , nexus, , held] = clients;
      chat.sendFrame({ message: 'How does Chatwire reconnect after an outage?' });
      nexus.sendFrame({ type: 'ask', id: '1', payload: { query: 'How does Chatwire reconnect?' } });
      held.send('wait', { delay: 60_000 });
      await until(() => chat.frames.length > 2, 'the beginning of an answer');
      if (end === 'cut by us') for (const client of clients) client.cut();
      else if (end === 'closed by us') for (const client of clients) client.socket.close();
      else await control(server, end);
      await Promise.all(clients.map((client) => client.end()));
    }
    let after = Infinity;
    await until(() => {
      void server.countTasks().then((count) => (after = count));
      return after <= before;
    }, 'the tasks to end');
  });

  it('is read no further while its client takes no echoes, and loses none', async () => {
    const server = await serve();
    const client = await open(server, '/ws-test');
    const text = 'x'.repeat(1024 * 1024);
    client.socket.pause();
    for (let n = 0; n < 48; n += 1) client.socket.send(text);
    let [before, now] = [-1, 0];
    while (now !== before) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      [before, now] = [now, await countOf(server)];
    }
    expect(now).toBeLessThan(48);
    client.socket.resume();
    await client.next('echo', 48);
    expect(client.of('echo').every(({ message }) => message === text)).toBe(true);
  });

  it('is cut when its client does not read what is broadcast, and the others are not held up', async () => {
    const server = await serve();
    const [slow, quick] = [await open(server), await open(server)];
    slow.socket.pause();
    const body = JSON.stringify({ message: 'x'.repeat(1_000_000), error_code: 'LARGE', severity: 'low' });
    const emit = () => fetch(`${server.url}/demo/emit?type=error`, { method: 'POST', body });
    let sent = 0;
    for (; ((await (await emit()).json()) as { sent: number }).sent === 2; sent += 1) {
      expect(sent).toBeLessThan(60);
    }
    expect(sent).toBeGreaterThan(16);
    await quick.next('error', sent + 1);
    slow.socket.resume();
    expect((await slow.end()).code).toBe(1006);
    expect(server.log()).toContain('its client does not read');
  });

  it('that is being closed gets no held-back answer any more, and that is no fault', async () => {
    const server = await serve();
    const client = await open(server, '/ws-ask');
    client.send('wait', { delay: 100 });
    await until(async () => (await countOf(server)) === 1, 'the question');
    client.socket.pause(); // Answers no close frame.
    await control(server, 'close');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(server.log()).not.toContain('ERROR');
  });

  it('passes every text on as it is: every plane, U+0000, half a surrogate pair', async () => {
    const server = await serve();
    const echo = await open(server, '/ws-test');
    const texts = ['', 'a\u0000b', '\ufeff{}', 'é 漢 \u{1F600} \u{10FFFF}', '"\\'];
    for (const text of texts) echo.socket.send(text);
    echo.socket.send(Buffer.from([0, 255, 128]));
    await until(() => echo.binary.length === 1, 'the binary echo');
    expect(echo.of('echo').map(({ message }) => message)).toEqual(texts);
    expect([...echo.binary[0]!]).toEqual([0, 255, 128]);

    const ask = await open(server, '/ws-ask');
    ask.socket.send('{"type":"x","id":"\\ud800","payload":"\\ud83d\\ude00"}');
    expect(await ask.next('answer')).toEqual({ type: 'answer', id: '\ud800', payload: '\u{1F600}' });
  });

  it.each([
    ['NaN', '{"type":NaN}'],
    ['a number without bound', '{"type":"ping","payload":{"n":1e999}}'],
    ['an integer of 10,000 digits', `{"type":"ping","payload":{"n":${'9'.repeat(10_000)}}}`],
    ['100,000 nested lists', '['.repeat(100_000) + ']'.repeat(100_000)],
    ['100,000 nested objects', '{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000)],
  ])('stays open after %s', async (_what, text) => {
    const client = await open(await serve());
    client.socket.send(text);
    expect((await client.next('error')).payload?.error_code).toMatch(/^(BAD_JSON|NOT_AN_OBJECT)$/);
    await client.settle();
  });

  it('of autobot gets the rest of a reply after a cut, and what has arrived not again', async () => {
    const server = await serve({ CHATWIRE_CHUNK_DELAY: '5' });
    const first = await open(server, '/ws?chat_id=c');
    first.say('How does Chatwire reconnect after an outage?', { message_id: 'm1' });
    await first.next('llm_response_chunk', 5);
    first.cut();
    const second = await open(server, '/ws?chat_id=c');
    const { payload } = await second.next('llm_response');
    const [before, after] = [first.of('llm_response_chunk'), second.of('llm_response_chunk')];
    expect(joinChunks(after)).toBe(payload?.response);
    expect(after.slice(0, before.length)).toEqual(before);
    await second.settle();
    second.cut();
    const third = await open(server, '/ws?chat_id=c');
    await third.settle();
    expect(third.types()).toBe('connection_established, pong');
  });
});
