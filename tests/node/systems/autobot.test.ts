import { createChatClient, type ChatClient, type Message } from 'chatwire';
import { checkHealth, endpoints } from 'chatwire/autobot/client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startServer, type ReferenceServer } from '../../../web/server/server.ts';
import { makeLoopbackClient } from '../../support/clients.ts';
import { until } from '../../support/until.ts';

let server: ReferenceServer;
let base: string;

beforeEach(async () => {
  server = await startServer({ chunkDelay: 0, stepDelay: 0 });
  base = server.url.replace(/^http/, 'ws');
});

afterEach(() => server.close());

/** Connected, and with everything that has come so far. */
async function link(url: string): Promise<{ client: ChatClient; seen: Message[] }> {
  const client = makeLoopbackClient(url, { profile: 'autobot' });
  const seen: Message[] = [];
  client.subscribe('*', (message) => seen.push(message));
  await client.connect();
  return { client, seen };
}

describe('the endpoints', () => {
  it('S4.6 S4.7 S4.8 C27 are three addresses behind one base, which may be that of the main one', () => {
    const three = {
      main: 'wss://172.16.168.20:8443/ws',
      test: 'wss://172.16.168.20:8443/ws-test',
      health: 'wss://172.16.168.20:8443/ws/health',
    };
    for (const given of ['', '/', '/ws', '/ws/']) {
      expect(endpoints(`wss://172.16.168.20:8443${given}`)).toEqual(three);
    }
    expect(endpoints('ws://a.test/api')).toMatchObject({ main: 'ws://a.test/api/ws' });
  });

  it('S4.8 S4.12 S4.40 checkHealth() opens one connection, hears how the server is, and closes', async () => {
    const health = await checkHealth(base);
    expect(health.status).toBe('healthy');
    expect(Date.parse(health.timestamp)).not.toBeNaN();
    await until(() => server.connectionCount === 0, 'the close');
    expect(server.received.count('health_check')).toBe(1);
  });

  it('S4.8 checkHealth() says that nobody is there, and waits no longer than it was told to', async () => {
    await server.close();
    await expect(checkHealth(base)).rejects.toMatchObject({ name: 'ChatwireError' });
    const signal = AbortSignal.abort();
    await expect(checkHealth(base, { signal })).rejects.toMatchObject({ name: 'ChatwireError' });
  });
});

describe('the system', () => {
  it('S4.1 S4.2 S4.10 S4.14 S4.9 answers what a user says', async () => {
    const { client, seen } = await link(endpoints(base).main);
    client.sendMessage('What is 6 * 7?');
    await until(() => seen.some(({ type }) => type === 'llm_response'), 'the answer');
    expect(seen[0]?.type).toBe('connection_established');
    const answer = seen.find(({ type }) => type === 'llm_response')?.payload as { response: string };
    expect(answer.response).toContain('42');
  });

  it('S4.3 S4.26 S4.27 S4.28 S4.29 S4.30 S4.31 S4.32 S4.33 S4.34 S4.35 S4.36 S4.37 S4.166 shows everything it has', async () => {
    const { client, seen } = await link(endpoints(base).main);
    client.sendMessage('Show me everything');
    const wanted = [
      ...['progress', 'llm_status', 'settings_updated', 'file_uploaded', 'knowledge_base_update'],
      ...['thought', 'tool_code', 'tool_output', 'diagnostics_report', 'user_permission_request'],
      ...['command_execution_start', 'command_execution_end', 'llm_response'],
    ];
    const missing = () => wanted.filter((type) => !seen.some((message) => message.type === type));
    await until(() => missing().length === 0, 'all of it').catch(() => expect(missing()).toEqual([]));
    const payloadOf = (type: string) =>
      seen.find((message) => message.type === type)?.payload as Record<string, unknown>;
    // The type inside the payload is no message type.
    expect(payloadOf('knowledge_base_update')['type']).toMatch(
      /^(document_added|document_removed|reindexed)$/,
    );
    expect(payloadOf('progress')['percentage']).toBe(0);
    client.send({ type: 'user_permission_response', payload: { action: 'install_package', approved: true } });
    await until(
      () =>
        seen.some(
          ({ type, payload }) =>
            type === 'tool_output' && (payload as { tool: string }).tool === 'permission',
        ),
      'the answer to the permission',
    );
  });
});

describe('the integration test of the system', () => {
  it('S4.144 S4.145 S4.146 connects successfully', async () => {
    const { client } = await link(endpoints(base).test);
    expect(client.state).toBe('connected');
    client.destroy();
    await until(() => server.connectionCount === 0, 'the close');
  });

  it('S4.147 C11 echoes messages', async () => {
    const { client, seen } = await link(endpoints(base).test);
    client.sendText('test message');
    await until(() => seen.length > 0, 'the echo');
    expect(seen[0]?.raw).toEqual({ type: 'echo', message: 'test message' });
    expect(seen[0]?.payload).toBeUndefined();
  });

  it('S4.148 handles connection failures gracefully', async () => {
    const { WebSocket } = await import('ws');
    const client = createChatClient({ url: 'ws://invalid-host.invalid:9999', profile: 'autobot', WebSocket });
    const errors: string[] = [];
    client.on('error', ({ code }) => errors.push(code));
    await expect(client.connect()).rejects.toMatchObject({ name: 'ChatwireError' });
    expect(['reconnecting', 'failed']).toContain(client.state);
    client.disconnect();
    await until(() => client.state === 'closed', 'the end');
    client.destroy();
  });
});
