import { afterEach, describe, expect, it, vi } from 'vitest';
import { createChatClient } from 'chatwire';
import { loadCore } from '../../js-glue/core/load.ts';
import { makeLoopbackClient } from '../support/clients.ts';
import { logEvents } from '../support/eventLog.ts';
import { fakeNetwork } from '../support/fakeWebSocket.ts';
import { Gate, httpResponse } from '../support/gate.ts';
import { dice, seeds } from '../support/random.ts';
import { inTask } from '../support/tasks.ts';
import { until } from '../support/until.ts';

const quick = { initialDelay: 5, jitter: 0, multiplier: 1 };

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('an upgrade that a server answers with HTTP', () => {
  it.each([
    ['401 Unauthorized', { 'WWW-Authenticate': 'Basic' }],
    ['403 Forbidden', {}],
    ['429 Too Many Requests', { 'Retry-After': '3600' }],
    ['500 Internal Server Error', {}],
    ['502 Bad Gateway', {}],
    ['503 Service Unavailable', {}],
    ['302 Found', { Location: 'ws://127.0.0.1:9/elsewhere' }],
  ])(
    'F03 %s is a dial that failed: told, tried again, and a token asked for each time',
    async (status, headers) => {
      const gate = await Gate.start(httpResponse(status, headers, '{"type":"not a message"}'));
      let tokens = 0;
      const client = makeLoopbackClient(gate.url, {
        reconnect: quick,
        auth: { query: { token: () => `t${++tokens}` } },
      });
      const lines = logEvents(client);
      await expect(client.connect()).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
      await until(() => gate.requests.length === 3, 'three tries');
      gate.response = undefined;
      await until(() => client.state === 'connected', 'the link');
      expect(tokens).toBe(gate.requests.length);
      expect(gate.requests.map(({ url }) => url)).toEqual(gate.requests.map((_, n) => `/ws?token=t${n + 1}`));
      expect(gate.guests).toHaveLength(1);
      const failure = ['error CONNECTION_LOST', 'close 1006', 'state reconnecting'];
      expect(lines.slice(0, 5)).toEqual(['state connecting', ...failure, 'retry 1']);
      expect(lines.filter((line) => /message|invalid|binary/.test(line))).toEqual([]);
      expect(client.getSnapshot()).toMatchObject({ error: null, attempt: 0 });
    },
  );

  it('F03 is tried seldom enough: with the defaults, at most 12 times in the first minute', async () => {
    await loadCore();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
    const tries: number[] = [];
    for (const seed of seeds(50)) {
      const { next } = dice(seed);
      vi.spyOn(Math, 'random').mockImplementation(next);
      const network = fakeNetwork((socket) => void socket.fail());
      const client = createChatClient({ url: 'ws://server.test', WebSocket: network.WebSocket });
      client.connect().catch(() => {});
      for (let second = 0; second < 60; second++) {
        await inTask();
        vi.advanceTimersByTime(1000);
      }
      tries.push(network.sockets.length);
      client.destroy();
    }
    tries.sort((a, b) => a - b);
    expect(tries.at(-1)).toBeLessThanOrEqual(12);
    expect(tries[0]).toBeGreaterThan(2);
  });
});

describe('a captive portal', () => {
  const page = '<!doctype html><title>Welcome</title><script>location = "/login"</script>'.repeat(50);

  it.each([
    ['200 OK', {}],
    ['101 Switching Protocols', { Upgrade: 'websocket', Connection: 'Upgrade' }],
  ])(
    'F04 that answers %s with a page delivers nothing; the first dial behind it connects',
    async (status, headers) => {
      const gate = await Gate.start(httpResponse(status, { 'Content-Type': 'text/html', ...headers }, page));
      const client = makeLoopbackClient(gate.url, { reconnect: quick });
      const lines = logEvents(client);
      const receipt = client.send('a');
      await expect(client.connect()).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
      await until(() => gate.requests.length === 2, 'the second try');
      expect(receipt.status).toBe('queued');
      gate.response = undefined;
      const behind = gate.requests.length;
      await receipt.delivered;
      expect(client.state).toBe('connected');
      expect(gate.requests).toHaveLength(behind + 1);
      expect(lines.filter((line) => /message|invalid|binary/.test(line))).toEqual([]);
    },
  );
});
