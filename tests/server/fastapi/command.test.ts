import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { python } from '../../../scripts/lib/python.mjs';
import { TestClient, until } from '../harness.js';

const repository = join(import.meta.dirname, '../../..');
const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

function run(environment: Readonly<Record<string, string>>) {
  const env = { ...process.env, PYTHONPYCACHEPREFIX: join(repository, 'build/pycache'), ...environment };
  const child = spawn(python, [join(repository, 'web/server-fastapi/main.py')], { env });
  children.push(child);
  const result = { child, output: '', errors: '', exitCode: undefined as number | null | undefined };
  child.stdout.on('data', (bytes: Buffer) => (result.output += bytes.toString()));
  child.stderr.on('data', (bytes: Buffer) => (result.errors += bytes.toString()));
  child.on('close', (code) => (result.exitCode = code));
  return result;
}

describe('the command of the FastAPI backend', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'prints its address on one line and ends on %s with 1001',
    async (signal) => {
      const command = run({ PORT: '0' });
      await until(() => command.output.includes('\n'), 'the address');
      const address = /^Chatwire is ready at (http:\/\/127\.0\.0\.1:\d+)\/\n$/.exec(command.output)?.[1];
      const client = await TestClient.open(`${address?.replace('http', 'ws')}/ws`);
      command.child.kill(signal);
      expect(await client.end()).toEqual({ code: 1001, reason: 'Server is shutting down' });
      await until(() => command.exitCode !== undefined, 'the end');
      expect([command.exitCode, command.errors]).toEqual([0, '']);
    },
  );

  it('warns of public secrets where others are let in, and names none', async () => {
    const command = run({ PORT: '0', HOST: '0.0.0.0', CHATWIRE_API_KEY: 'mine' });
    await until(() => command.output.includes('\n'), 'the address');
    await until(() => command.errors.includes('\n'), 'the warning');
    expect(command.errors).toMatch(/^WARNING: Others can reach .* Set CHATWIRE_JWT_SECRET: [^:]*\n$/);
    expect(command.errors).not.toMatch(/mine|development/);
  });

  it('says on one line what to do when the port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const command = run({ PORT: String((other.address() as AddressInfo).port) });
    await until(() => command.exitCode !== undefined, 'the end');
    other.close();
    expect([command.exitCode, command.output]).toEqual([1, '']);
    expect(command.errors).toMatch(/^The port is taken.* PORT=\d+\.\n$/);
  });

  it.each([
    ['PORT', '70000'],
    ['CHATWIRE_SYSTEM', 'irc'],
    ['CHATWIRE_RATE_LIMIT', '20'],
    ['CHATWIRE_PING_INTERVAL', 'soon'],
  ])('says on one line that %s cannot be %s', async (name, value) => {
    const command = run({ [name]: value });
    await until(() => command.exitCode !== undefined, 'the end');
    expect(command.exitCode).toBe(1);
    expect(command.errors).toMatch(new RegExp(`^${name} is "${value}": give .*\\.\\n$`));
  });
});
