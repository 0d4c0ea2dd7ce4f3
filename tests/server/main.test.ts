import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readSettings } from '../../web/server/settings.js';
import { bundleServer } from '../support/serverProcess.js';
import { serve, TestClient, until } from './harness.js';

let folder: string;
const children: ChildProcess[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chatwire-main-'));
  await bundleServer(folder);
});

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

afterAll(() => rm(folder, { recursive: true }));

function run(env: Record<string, string>) {
  const child = spawn(process.execPath, [join(folder, 'main.cjs')], { env: { ...process.env, ...env } });
  children.push(child);
  const result = { child, output: '', errors: '', exitCode: undefined as number | null | undefined };
  child.stdout.on('data', (bytes: Buffer) => (result.output += bytes.toString()));
  child.stderr.on('data', (bytes: Buffer) => (result.errors += bytes.toString()));
  child.on('close', (code) => (result.exitCode = code));
  return result;
}

describe('the command', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'prints its address on one line and ends on %s with 1001',
    async (signal) => {
      const command = run({ PORT: '0' });
      await until(() => command.output.includes('\n'), 'the address');
      const address = /^Chatwire is ready at (http:\/\/127\.0\.0\.1:\d+)\/\n$/.exec(command.output)?.[1];
      const client = await TestClient.open(`${address?.replace('http', 'ws')}/ws`);
      command.child.kill(signal);
      expect((await client.end()).code).toBe(1001);
      await until(() => command.exitCode !== undefined, 'the end');
      expect([command.exitCode, command.errors]).toEqual([0, '']);
    },
  );

  it('says which secrets are still public when others are let in', async () => {
    const command = run({ PORT: '0', HOST: '0.0.0.0', CHATWIRE_API_KEY: 'own' });
    await until(() => command.errors.includes('\n'), 'the warning');
    expect(command.errors).toMatch(/^Others can reach this server\. Set CHATWIRE_JWT_SECRET: .*\n$/);
  });

  it('says on one line what to do when the port is taken', async () => {
    const { port } = await serve();
    const command = run({ PORT: String(port) });
    await until(() => command.exitCode !== undefined, 'the end');
    expect(command.exitCode).toBe(1);
    expect(command.errors).toMatch(new RegExp(`^Port ${port} is taken.* PORT=${port + 1}\\.\\n$`));
  });
});

describe('the settings', () => {
  it('have defaults', () => {
    expect(readSettings({})).toEqual({
      port: 8080,
      host: '127.0.0.1',
      demo: true,
      allowedOrigins: [],
      dashboardInterval: 20_000,
    });
  });

  it('come from the environment', () => {
    const env = {
      PORT: '0',
      HOST: '0.0.0.0',
      CHATWIRE_APP_DIR: 'dist',
      CHATWIRE_ORIGINS: 'https://a.example, https://b.example',
      LLM_BASE_URL: 'http://127.0.0.1:11434/v1',
      LLM_MODEL: 'llama',
      CHATWIRE_SYSTEM: 'wazuh',
      CHATWIRE_JWT_SECRET: 'secret',
      CHATWIRE_API_KEY: 'key',
      CHATWIRE_PUBLIC_KEYS: 'ed25519:a, ed25519:b',
      CHATWIRE_RATE_LIMIT: '5/10',
      CHATWIRE_MAX_PAYLOAD: '1000',
      CHATWIRE_AUTH_TIMEOUT: '2000',
      CHATWIRE_PING_INTERVAL: '0',
      CHATWIRE_CHUNK_DELAY: '1',
      CHATWIRE_DASHBOARD_INTERVAL: '0',
    };
    expect(readSettings(env)).toEqual({
      port: 0,
      host: '0.0.0.0',
      demo: true,
      appDir: 'dist',
      allowedOrigins: ['https://a.example', 'https://b.example'],
      llm: { baseUrl: 'http://127.0.0.1:11434/v1', model: 'llama' },
      system: 'wazuh',
      jwtSecret: 'secret',
      apiKey: 'key',
      publicKeys: ['ed25519:a', 'ed25519:b'],
      rateLimit: { perSecond: 5, burst: 10 },
      maxPayload: 1000,
      authTimeout: 2000,
      pingInterval: 0,
      chunkDelay: 1,
      dashboardInterval: 0,
    });
    expect(readSettings({ CHATWIRE_RATE_LIMIT: 'off' }).rateLimit).toBe(false);
  });

  it.each([
    [{ PORT: 'web' }, 'PORT is "web"'],
    [{ PORT: '70000' }, 'PORT is "70000"'],
    [{ CHATWIRE_SYSTEM: 'discord' }, 'give one of autobot, wazuh'],
    [{ CHATWIRE_RATE_LIMIT: 'fast' }, 'CHATWIRE_RATE_LIMIT is "fast"'],
    [{ CHATWIRE_AUTH_TIMEOUT: '-1' }, 'CHATWIRE_AUTH_TIMEOUT is "-1"'],
    [{ LLM_BASE_URL: 'localhost:11434' }, 'LLM_BASE_URL must be'],
    [{ LLM_BASE_URL: 'http://localhost:11434/v1' }, 'set LLM_MODEL too'],
  ])('%j is refused', (env, text) => {
    expect(() => readSettings(env)).toThrow(text);
  });
});
