import type { ChatClient, ChatClientOptions, Message } from 'chatwire';
import { expect, it } from 'vitest';
import { startServer, type System } from '../../../web/server/server.ts';
import { makeLoopbackClient } from '../../support/clients.ts';
import { until } from '../../support/until.ts';

it('C36 five systems on one page: each client speaks its own, over cuts, and hears nothing of the others', async () => {
  const server = await startServer({ chunkDelay: 0, stepDelay: 0 });
  const token = server.issueToken({ subject: 'ada' });
  const header = { 'x-api-key': 'chatwire-development-key' };
  const ways: Partial<Record<System, Partial<ChatClientOptions>>> = {
    wazuh: { auth: { query: { token } } },
    dashboard: { auth: { query: { token } } },
    nexus: { auth: { header } },
  };
  const systems: System[] = ['wazuh', 'chat', 'dashboard', 'nexus', 'autobot'];
  const clients = new Map<System, ChatClient>();
  const lost = new Set<System>();
  const heard = new Map<System, Message[]>(systems.map((system) => [system, []]));
  for (const system of systems) {
    const client = makeLoopbackClient(server.urlOf(system), { profile: system, ...ways[system] });
    client.subscribe('*', (message: Message) => heard.get(system)?.push(message));
    client.on('close', () => lost.add(system));
    clients.set(system, client);
  }
  await Promise.all([...clients.values()].map((client) => client.connect()));
  expect(server.connectionCount).toBe(5);

  server.faults.cut();
  await until(() => lost.size === 5, 'the cut');
  for (const [system, client] of clients) {
    if (system !== 'dashboard') client.sendMessage('What is 6 * 7?');
  }
  await until(() => server.connectionCount === 5, 'all to come back');
  const { ended } = server.dashboard.run({ command: 'echo 42', output: [{ text: '42\n' }] });
  await ended;

  const answers: Record<System, string> = {
    ...{ wazuh: 'chat_response', chat: '', dashboard: 'terminal_output' },
    ...{ nexus: 'response', autobot: 'llm_response' },
  };
  // The whole one: autobot's comes in chunks before.
  const answered = (system: System) =>
    heard
      .get(system)
      ?.some(({ type, raw }) => type === answers[system] && JSON.stringify(raw).includes('42'));
  await until(() => systems.every(answered), 'all answers');
  const typesOf = (system: System) => new Set(heard.get(system)?.map(({ type }) => type));
  expect(typesOf('wazuh')).toContain('chat_response');
  expect(typesOf('chat')).toEqual(new Set(['']));
  expect(typesOf('dashboard')).toContain('terminal_output');
  expect(typesOf('nexus')).toEqual(new Set(['response']));
  expect(typesOf('autobot')).toContain('llm_response');
  expect([...typesOf('wazuh')].filter((type) => typesOf('autobot').has(type))).toEqual([]);
  await server.close();
});
