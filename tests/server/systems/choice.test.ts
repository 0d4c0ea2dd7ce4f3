import { expect, it } from 'vitest';
import { type TestClient } from '../harness.js';
import { describeBackends } from './backends.js';

/** Which system a fresh connection speaks, by what it says to a message that no system knows. */
async function systemOf(client: TestClient): Promise<string> {
  client.sendFrame({ type: 'none', id: 'n', data: {}, payload: {} });
  const frame = await client.nextWhere(
    ({ type, error }) => type === 'error' || type === 'terminal_output' || error !== undefined,
  );
  if (frame['error']) return 'chat';
  if (frame['data']) return frame['timestamp'] ? 'wazuh' : 'dashboard';
  return frame['id'] === undefined ? 'autobot' : 'nexus';
}

const SYSTEMS = ['autobot', 'wazuh', 'chat', 'dashboard', 'nexus'] as const;
const KEY = { headers: { 'x-api-key': 'chatwire-development-key' } };

describeBackends('which system is spoken', (start) => {
  it.each([
    ['/autobot/ws', 'autobot'],
    ['/wazuh/ws', 'wazuh'],
    ['/chat/ws', 'chat'],
    ['/dashboard/ws', 'dashboard'],
    ['/nexus', 'nexus'],
    ['/', 'nexus'],
    ['/ws', 'autobot'],
  ])('S0.58 at %s: %s', async (path, system) => {
    const backend = await start();
    const client = await backend.dial(`${path}?token=${await backend.token('ann')}`, KEY);
    expect(await systemOf(client)).toBe(system);
    expect(client.socket.protocol).toBe('');
  });

  it.each(SYSTEMS)('at /ws with the sub-protocol of %s: that one, and it is echoed', async (system) => {
    const backend = await start();
    const protocols = ['other.v1', ...new Set([`${system}.chatwire`, 'wazuh.chatwire'])];
    const client = await backend.dial(`/ws?token=${await backend.token('ann')}`, { ...KEY, protocols });
    expect(client.socket.protocol).toBe(`${system}.chatwire`);
    expect(await systemOf(client)).toBe(system);
  });

  it.each(SYSTEMS)('at /ws of a server that was set to %s: that one', async (system) => {
    const backend = await start({ system });
    const client = await backend.dial(`/ws?token=${await backend.token('ann')}`, KEY);
    expect(await systemOf(client)).toBe(system);
  });

  it("at a system's own path its own, whatever is offered; and only its own sub-protocol is echoed", async () => {
    const backend = await start();
    const agreed = await backend.dial('/chat/ws', { protocols: ['wazuh.chatwire', 'chat.chatwire'] });
    expect(agreed.socket.protocol).toBe('chat.chatwire');
    expect(await systemOf(agreed)).toBe('chat');
    // The client takes a server that agrees to nothing for one that refuses.
    await expect(backend.dial('/chat/ws', { protocols: ['wazuh.chatwire'] })).rejects.toThrow(/subprotocol/i);
  });

  it.each(['/wazuh', '/wazuh/', '/nexus/ws', '/WS', '/constructor'])('at %s: none (404)', async (path) => {
    await expect((await start()).dial(path)).rejects.toThrow('HTTP 404');
  });

  it.each(['/ws', '/wazuh/ws', '/nexus'])('by plain HTTP at %s: none, and it says so (426)', async (path) => {
    const response = await fetch((await start()).url + path);
    expect([response.status, response.headers.get('upgrade')]).toEqual([426, 'websocket']);
  });
});
